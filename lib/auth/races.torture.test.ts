import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, type House, openDeskContext, openHouseContext } from '../access/house'
import { closeLockServers, lockServerOf } from '../connections/lock-server-of'
import { staffRoles } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { abandonInstructions } from '../instructions/abandon-instructions'
import { getInstruction } from '../instructions/queries'
import { changeLock } from '../locks/change-lock'
import { cancelPasscode } from '../passcodes/cancel-passcode'
import type { PasscodeView } from '../passcodes/contract'
import { getPasscode } from '../passcodes/queries'
import { replacePasscode } from '../passcodes/replace-passcode'
import { setUpPasscode } from '../passcodes/set-up-passcode'
import { showPasscode } from '../passcodes/show-passcode'
import { changeRoles } from '../staff/change-roles'
import { openHotel, type TestHotel } from '../testing/open-hotel'
import { type HomeKind, homesUnderTest } from '../testing/open-test-home'
import { tell, times } from '../testing/torture'
import { toLocal } from '../time/zone'
import { unlockDoor } from '../unlocks/unlock-door'
import { openRequest } from './open-request'
import { makeSessionCookie } from './session-token'

const rounds = times(2, 20)

interface Race {
  hotel: TestHotel
  /** Another process on the same data. */
  second: House
  round: number
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const codeOf = async (work: Promise<unknown>): Promise<string | null> => {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  if (error !== null && !isDeskError(error)) throw error
  return error?.code ?? null
}

/** Begins the second a little after the first, each round at another moment of it. */
async function together<A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>) {
  const turns = (round * 7) % 23
  const late = async () => {
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    return other()
  }
  return Promise.all(round % 2 === 0 ? [one(), late()] : [one(), other()])
}

/** Lets the clocks go on until the work is done: what waits for a turn gets it. */
async function pumped<T>({ desk }: TestHotel, work: Promise<T>): Promise<T> {
  let done = false
  const end = () => {
    done = true
  }
  work.then(end, end)
  while (!done) {
    await desk.clock.advance(50)
    desk.emulator.control.clock.advance(50)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  return work
}

const inWindow = ({ desk }: TestHotel, hours: number, minutes = 0) =>
  toLocal(desk.clock.now() + hours * 3_600_000 + minutes * 60_000, desk.property.timeZone)

const asked = (hotel: TestHotel, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  lockId: hotel.lockId,
  guestName: 'Ada Byron',
  from: inWindow(hotel, -1),
  until: inWindow(hotel, 24),
  ...change,
})

const count = ({ desk }: TestHotel, call: string) => desk.emulator.control.requests.counts()[call] ?? 0

async function codeOnDoor(hotel: TestHotel, change: Record<string, unknown> = {}): Promise<Id<'passcode'>> {
  const { passcodeId } = await setUpPasscode(hotel.desk.as('front-desk'), asked(hotel, change))
  await settledCodes(hotel)
  return passcodeId
}

async function allCodes({ desk }: TestHotel): Promise<PasscodeView[]> {
  const ctx = desk.as('manager')
  const { rows } = await desk.system.db.execute<{ id: Id<'passcode'> }>(
    sql`select id from passcodes order by created_at`,
  )
  return Promise.all(rows.map(({ id }) => getPasscode(ctx, id)))
}

/** Until nothing is on its way any more, neither code nor cancel. */
async function settledCodes(hotel: TestHotel): Promise<PasscodeView[]> {
  return hotel.until(
    async () => allCodes(hotel),
    (codes) => codes.every(({ state }) => !['sending', 'waiting-door', 'cancelling'].includes(state)),
    60_000,
  )
}

/** Ends what is live, so that a round begins with an empty door. */
async function clearDoor(hotel: TestHotel): Promise<void> {
  for (const { id, state } of await allCodes(hotel)) {
    if (state === 'works-now' || state === 'on-door')
      await cancelPasscode(hotel.desk.as('manager'), { pressKey: newId('request'), passcodeId: id })
  }
  await settledCodes(hotel)
}

/** What holds after every race: the emulator's log is the history, its doors are the truth. */
async function expectTruth(hotel: TestHotel): Promise<void> {
  const { desk, until } = hotel
  await pumped(hotel, desk.settled())
  await until(
    async () =>
      desk.system.db.execute<{ n: number }>(sql`select count(*)::int as n from instructions where outcome is null`),
    ({ rows }) => rows[0]?.n === 0,
  )
  const { rows } = await desk.system.db.execute<{ kind: string; n: number; sending: number }>(sql`
    select kind, count(*)::int as n, count(sending_at)::int as sending from instructions group by kind`)
  const calls = { 'set-code': 'set-passcode', 'cancel-code': 'cancel-passcode', unlock: 'remote-unlock' }
  for (const [kind, call] of Object.entries(calls)) {
    const row = rows.find((one) => one.kind === kind)
    expect([kind, count(hotel, call) <= (row?.sending ?? 0)]).toEqual([kind, true])
  }
  const codes = await settledCodes(hotel)
  const door = desk.emulator.control.locks.get('MJ000204')
  for (const code of codes) {
    if (code.state !== 'works-now') continue
    const { digits } = await showPasscode(desk.as('manager'), { passcodeId: code.id, use: 'on-screen' })
    expect([code.id, desk.emulator.control.locks.typeCode('MJ000204', digits).opened]).toEqual([code.id, true])
  }
  // Every code that the door would let in is one that the desk tells of.
  const living = codes.filter(({ state }) =>
    ['works-now', 'on-door', 'cancel-failed', 'no-answer', 'lost'].includes(state),
  )
  const held = door.codes.filter(({ cancelledAt, endAt }) => cancelledAt === null && endAt > desk.clock.now())
  expect(held.length).toBeLessThanOrEqual(living.length)
}

/** The race again and again in one hotel; after each the truth is looked at and the door cleared. */
async function again(kind: HomeKind, race: (race: Race) => Promise<void>): Promise<void> {
  const hotel = await openHotel(kind)
  open.push(hotel)
  const second = createHouse({ ...hotel.desk.house })
  open.push({
    async close() {
      second.background.stop()
      await second.background.settled()
      await closeLockServers(second.processId)
    },
  })
  for (let round = 0; round < rounds; round += 1) {
    await race({ hotel, second, round })
    await expectTruth(hotel)
    await clearDoor(hotel)
    hotel.desk.emulator.control.clock.advance(61_000)
    await hotel.desk.clock.advance(61_000)
  }
  tell('races', { kinds: 1, rounds })
}

const timeout = rounds * 180_000

describe.each(await homesUnderTest())('races on %s', (kind) => {
  test('a double press is one code', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk } = hotel
      const before = count(hotel, 'set-passcode')
      const press = asked(hotel)
      const [one, other] = await together(
        round,
        () => setUpPasscode(desk.as('front-desk'), press),
        () => setUpPasscode(desk.as('front-desk'), press),
      )
      expect(other).toEqual(one)
      await pumped(hotel, desk.settled())
      expect(count(hotel, 'set-passcode')).toBe(before + 1)
    }),
  )

  test('two desks at one door: one opens it, the other is told', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk, lockId } = hotel
      await hotel.sample()
      const before = count(hotel, 'remote-unlock')
      const press = () => ({ pressKey: newId('request'), lockId, reason: 'locked-out', identityChecked: true })
      const told = await together(
        round,
        () => codeOf(unlockDoor(desk.as('front-desk'), press())),
        () => codeOf(unlockDoor(desk.as('manager'), press())),
      )
      expect(told.toSorted()).toEqual([null, 'unlock-just-pressed'].toSorted())
      await pumped(hotel, desk.settled())
      expect(count(hotel, 'remote-unlock')).toBe(before + 1)
    }),
  )

  test('50 calls of two processes on an expired token make one refresh', { timeout }, () =>
    again(kind, async ({ hotel, second }) => {
      const { desk } = hotel
      const before = { login: count(hotel, 'login'), refresh: count(hotel, 'refresh') }
      const other = openDeskContext(second, { kind: 'system', part: 'test' }, desk.property)
      const servers = await Promise.all([lockServerOf(desk.system), lockServerOf(other)])
      await pumped(hotel, Promise.all(servers.map((server) => server.readLock('MJ000204'))))
      desk.emulator.control.tokens.expire('access')
      const reads = Array.from({ length: 50 }, (_, turn) => servers[turn % 2]?.readLock('MJ000204'))
      expect(await pumped(hotel, Promise.all(reads))).toHaveLength(50)
      expect({ login: count(hotel, 'login'), refresh: count(hotel, 'refresh') }).toEqual({
        login: before.login,
        refresh: before.refresh + 1,
      })
    }),
  )

  test('one press in two processes is one request', { timeout }, () =>
    again(kind, async ({ hotel, second, round }) => {
      const { desk, poolId } = hotel
      await hotel.sample()
      const before = count(hotel, 'remote-unlock')
      const there = openDeskContext(second, desk.as('manager').actor, desk.property)
      const press = { pressKey: newId('request'), lockId: poolId, reason: 'locked-out', identityChecked: false }
      const [one, other] = await together(
        round,
        () => unlockDoor(desk.as('manager'), press),
        () => unlockDoor(there, press),
      )
      expect(other).toEqual(one)
      await pumped(hotel, Promise.all([desk.settled(), second.background.settled()]))
      expect(count(hotel, 'remote-unlock')).toBe(before + 1)
    }),
  )

  test('a cancel at the end of the window: ended or cancelled, never asked for after the end', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk } = hotel
      const passcodeId = await codeOnDoor(hotel, { until: inWindow(hotel, 0, 3) })
      const { endsAt } = await getPasscode(desk.as('manager'), passcodeId)
      // From well before to just after, a step nearer each round.
      const left = endsAt - desk.clock.now() - 400 + ((round * 97) % 500)
      desk.emulator.control.clock.advance(left)
      await desk.clock.advance(left)
      await together(
        round,
        () => codeOf(cancelPasscode(desk.as('manager'), { pressKey: newId('request'), passcodeId })),
        async () => {
          desk.emulator.control.clock.advance(600)
          await desk.clock.advance(600)
        },
      )
      await settledCodes(hotel)
      const after = await getPasscode(desk.as('manager'), passcodeId)
      expect(after.state).toMatch(/^(ended|cancelled|ended-unconfirmed)$/)
      const cancels = after.instructions.filter(({ kind }) => kind === 'cancel-code')
      expect(cancels.every(({ intendedAt }) => intendedAt <= endsAt)).toBe(true)
    }),
  )

  test('a role removed while a form is open: what comes after is refused and never sent', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk } = hotel
      const settings = {
        secret: 'a secret of tests, thirty-two characters or more',
        publicUrl: desk.house.publicUrl,
        trustedProxies: [],
      }
      const { personId, sessionId } = desk.people['front-desk']
      await desk.system.db.execute(
        sql`update sessions set used_at = ${new Date(desk.clock.now()).toISOString()}::timestamptz where id = ${sessionId}`,
      )
      const cookie = await makeSessionCookie(settings, sessionId)
      const facts = {
        header: () => null,
        cookie: (name: string) => (name === cookie.name ? cookie.value : undefined),
      }
      const press = async () => {
        const opened = await openRequest(desk.house, settings, facts, { slug: 'hotel-aurora', use: true })
        return opened.desk ? codeOf(setUpPasscode(opened.desk, asked(hotel))) : 'not-found'
      }
      const before = count(hotel, 'set-passcode')
      const [first] = await together(round, press, () =>
        changeRoles(desk.as('administrator'), { personId, roles: ['housekeeping'] }),
      )
      expect([null, 'not-allowed']).toContain(first)
      expect(await press()).toBe('not-allowed')
      await changeRoles(desk.as('administrator'), { personId, roles: [] })
      expect(await press()).toBe('not-found')
      await pumped(hotel, desk.settled())
      expect(count(hotel, 'set-passcode')).toBe(before + (first === null ? 1 : 0))
      await desk.system.db.insert(staffRoles).values({
        ...{ personId, propertyId: desk.property.id, role: 'front-desk' },
        givenAt: desk.clock.now(),
      })
    }),
  )

  test('two Extend at once: the old code goes once, the stay is as long as the longer', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk } = hotel
      const passcodeId = await codeOnDoor(hotel)
      const extend = (role: 'front-desk' | 'manager', hours: number) =>
        replacePasscode(desk.as(role), {
          pressKey: newId('request'),
          passcodeId,
          until: inWindow(hotel, hours),
          oldEnds: 'when-on-door',
        })
      const fresh = await together(
        round,
        () => extend('front-desk', 30),
        () => extend('manager', 36),
      )
      await settledCodes(hotel)
      const old = await getPasscode(desk.as('manager'), passcodeId)
      expect(old.state).toBe('cancelled')
      expect(old.instructions.filter(({ kind }) => kind === 'cancel-code')).toHaveLength(1)
      const ends = await Promise.all(
        fresh.map(async (one) => (await getPasscode(desk.as('manager'), one.passcodeId)).endsAt),
      )
      const { rows } = await desk.system.db.execute<{ ends: string }>(
        sql`select extract(epoch from ends_at) * 1000 as ends from stays where id = ${old.stayId}`,
      )
      expect(Number(rows[0]?.ends)).toBe(Math.max(...ends))
    }),
  )

  test('a cancel against an Extend: the old code goes, the new one works', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk } = hotel
      const passcodeId = await codeOnDoor(hotel)
      const [, extended] = await together(
        round,
        () => codeOf(cancelPasscode(desk.as('manager'), { pressKey: newId('request'), passcodeId })),
        () =>
          replacePasscode(desk.as('front-desk'), {
            pressKey: newId('request'),
            passcodeId,
            until: inWindow(hotel, 30),
            oldEnds: 'when-on-door',
          }),
      )
      await settledCodes(hotel)
      expect((await getPasscode(desk.as('manager'), passcodeId)).state).toBe('cancelled')
      expect((await getPasscode(desk.as('manager'), extended.passcodeId)).state).toBe('works-now')
    }),
  )

  test(
    'a late answer against "its process is gone": unknown and never sent, or what the Lock Server said',
    { timeout },
    () =>
      again(kind, async ({ hotel, second, round }) => {
        const { desk } = hotel
        const before = count(hotel, 'set-passcode')
        const { passcodeId, instructionId } = await setUpPasscode(desk.as('front-desk'), asked(hotel))
        const looking = openHouseContext(second, { kind: 'system', part: 'test' })
        const outcome = async () => (await getInstruction(desk.as('manager'), instructionId)).outcome
        const told = new Set<string | null>()
        await together(
          round,
          async () => {
            await pumped(hotel, desk.settled())
            told.add(await outcome())
          },
          async () => {
            await abandonInstructions(looking)
            told.add(await outcome())
          },
        )
        expect([...told].every((one) => one === null || one === 'unknown' || one === 'accepted')).toBe(true)
        await settledCodes(hotel)
        // Called unknown before its one sending began, it is never sent; sent before, its answer still counts.
        const sent = count(hotel, 'set-passcode') - before
        const { state } = await getPasscode(desk.as('manager'), passcodeId)
        expect([sent, await outcome(), state]).toEqual(
          sent === 0 ? [0, 'unknown', 'no-answer'] : [1, 'accepted', 'works-now'],
        )
      }),
  )

  test('a code asked for while the lock is reset: gone, said to come still, or asked for after', { timeout }, () =>
    again(kind, async ({ hotel, round }) => {
      const { desk, lockId } = hotel
      const earlier = await codeOnDoor(hotel)
      const [made, changed] = await together(
        round,
        () => setUpPasscode(desk.as('front-desk'), asked(hotel, { guestName: 'Grace Hopper' })),
        () => {
          desk.emulator.control.locks.reset('MJ000204')
          return changeLock(desk.as('manager'), { lockId, change: 'reset' })
        },
      )
      expect(changed.gone.map(({ id }) => id)).toContain(earlier)
      await settledCodes(hotel)
      expect((await getPasscode(desk.as('manager'), earlier)).state).toBe('lost')
      const code = await getPasscode(desk.as('manager'), made.passcodeId)
      expect(code.state).toMatch(/^(works-now|lost)$/)
      if (changed.mayStillCome.some(({ id }) => id === code.id)) expect(code.state).toBe('works-now')
    }),
  )
})
