import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, openDeskContext } from '../access/house'
import { passingForMs } from '../access/passing-texts'
import { type Role, roles } from '../access/permissions'
import { listActivity } from '../audit/queries'
import { claimLease } from '../db/leases'
import { readSettings } from '../env/settings'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { abandonInstructions, processLeaseName } from '../instructions/abandon-instructions'
import { getInstruction } from '../instructions/queries'
import { type Log, silentLog } from '../log/log'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { permanentKeyStates } from './contract'
import { issuePermanentKey } from './issue-permanent-key'
import { listPermanentKeys } from './queries'
import { mayOpen, permanentKeyState } from './rules'
import { showPermanentKey } from './show-permanent-key'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function start(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  return { ...hotel, control: hotel.desk.emulator.control }
}

const asked = (lockId: Id<'lock'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  kind: 'permanent' as const,
  lockId,
  reason: 'maintenance',
  knowsItNeverEnds: true as const,
  ...change,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )
const calls = (control: { requests: { list(f: object): unknown[] } }, call = 'permanent-key') =>
  control.requests.list({ call }).length

describe.each(await homesUnderTest())('permanent and admin keys on %s', (kind) => {
  test('a key is asked for once however often it is pressed, opens the door, and its text is shown once, to the session that pressed', async () => {
    const { desk, lockId, control } = await start(kind)
    const press = asked(lockId)
    const [first, second] = await Promise.all([
      issuePermanentKey(desk.as('manager'), press),
      issuePermanentKey(desk.as('manager'), press),
    ])
    expect(second).toEqual(first)
    await desk.settled()
    expect(await issuePermanentKey(desk.as('manager'), press)).toEqual(first)
    expect(calls(control)).toBe(1)
    expect(await getInstruction(desk.as('manager'), first.instructionId)).toMatchObject({
      ...{ kind: 'permanent-key', outcome: 'accepted', reason: 'maintenance', doorLabel: '204' },
      settledAt: expect.any(Number),
    })
    const manager = desk.as('manager')
    const elsewhere = { ...manager, actor: { ...manager.actor, sessionId: newId('session') } }
    expect(await codeOf(showPermanentKey(elsewhere as typeof manager, first))).toBe('key-not-held')
    const { keyCode } = await showPermanentKey(desk.as('manager', { provedMsAgo: 3_600_000 }), first)
    expect(control.locks.presentKey('MJ000204', keyCode)).toMatchObject({ opened: true })
    expect(await codeOf(showPermanentKey(manager, first))).toBe('key-not-held')
    expect(await codeOf(issuePermanentKey(manager, { ...press, reason: 'luggage' }))).toBe('press-key-reused')
    const { events } = await listActivity(manager, { filter: { group: 'permanent-keys' } })
    expect(events).toMatchObject([
      { event: 'permanent-key.shown', doorLabel: '204', details: { kind: 'permanent-key' } },
      { event: 'permanent-key.asked', reason: 'maintenance', actorLabel: desk.people.manager.name },
    ])
    await desk.settled()
  })

  test('I32: the text is in no column of any table, in no line of the log, shown or not, whatever the answer was', async () => {
    const { desk, lockId, control } = await start(kind)
    const lines: string[] = []
    const write = (...given: unknown[]) => void lines.push(JSON.stringify(given))
    const log = { ...silentLog, debug: write, info: write, warn: write, error: write } as Log
    log.child = () => log
    const manager = () => ({ ...desk.as('manager'), log, adminKeysOn: true })
    const shown = await issuePermanentKey(manager(), asked(lockId))
    await desk.settled()
    const { keyCode } = await showPermanentKey(manager(), shown)
    const admin = await issuePermanentKey(manager(), asked(lockId, { kind: 'admin' }))
    await desk.settled()
    const { keyCode: adminCode } = await showPermanentKey(manager(), admin)
    await issuePermanentKey(manager(), asked(lockId))
    await desk.settled()
    // Answers that hold it and count as none, and words of the vendor that repeat it.
    const body = (ack: number) => JSON.stringify({ ack, msg: `made ${keyCode} for you`, info: { s_key_code: keyCode } })
    for (const [ack, status] of [
      [7, 200],
      [0, 502],
    ] as const) {
      control.wrongAnswers.order({ kind: 'custom', call: 'permanent-key', status, body: body(ack) })
      const { instructionId } = await issuePermanentKey(manager(), asked(lockId))
      await desk.settled()
      expect((await getInstruction(manager(), instructionId)).vendorMessage).toBe('made … for you')
    }
    const { rows: tables } = await desk.system.db.execute<{ name: string }>(
      sql`select table_schema || '.' || table_name as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    expect(tables.length).toBeGreaterThan(25)
    for (const { name } of tables) {
      const [schema = '', table = ''] = name.split('.')
      const holds = [keyCode, adminCode].map((text) => `%${text.slice(0, 40)}%`)
      const { rows } = await desk.system.db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(schema)}.${sql.identifier(table)} t
          where t::text like ${holds[0]} or t::text like ${holds[1]}`,
      )
      expect([name, rows[0]?.n]).toEqual([name, 0])
    }
    const { rows: sealed } = await desk.system.db.execute<{ answer_sealed: string | null }>(
      sql`select answer_sealed from instructions where kind in ('permanent-key', 'admin-key')`,
    )
    expect(sealed.map((row) => row.answer_sealed)).toEqual([null, null, null, null, null])
    for (const text of [keyCode, adminCode]) expect(lines.join('\n')).not.toContain(text.slice(0, 40))
  })

  test('a lost answer is "no answer", seen once by the Lock Server, and a new press names the old one (I3)', async () => {
    const { desk, lockId, control } = await start(kind)
    control.wrongAnswers.order({ kind: 'reset-after', call: 'permanent-key' })
    const first = await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    expect(calls(control)).toBe(1)
    const { outcome } = await getInstruction(desk.as('manager'), first.instructionId)
    expect(outcome).toBe('unknown')
    expect(await codeOf(showPermanentKey(desk.as('manager'), first))).toBe('key-not-held')
    expect(await listPermanentKeys(desk.as('front-desk'), lockId)).toMatchObject([{ state: 'no-answer' }])
    // A new press is a new intent and names the old one.
    const again = await issuePermanentKey(desk.as('manager'), asked(lockId, { afterId: first.instructionId }))
    await desk.settled()
    expect((await getInstruction(desk.as('manager'), again.instructionId)).repeatsId).toBe(first.instructionId)
    expect(calls(control)).toBe(2)
  })

  test('an expired token is a refusal and nothing is sent again, although both calls are GETs (I9)', async () => {
    const { desk, lockId, control } = await start(kind)
    control.tokens.expire('access')
    const { instructionId } = await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    expect(await getInstruction(desk.as('manager'), instructionId)).toMatchObject({
      outcome: 'rejected',
      outcomeReason: 'token',
    })
    expect(calls(control)).toBe(1)
    expect(await listPermanentKeys(desk.as('manager'), lockId)).toEqual([])
  })

  test('who may: managers alone, signed in again, with a reason, at their own property; the desk sees what was given out', async () => {
    const { desk, lockId, control } = await start(kind)
    const expected: Partial<Record<Role, string | null>> = { manager: null }
    for (const role of roles) {
      const code = expected[role] === undefined ? 'not-allowed' : null
      expect([role, await codeOf(issuePermanentKey(desk.as(role), asked(lockId)))]).toEqual([role, code])
      expect([role, await codeOf(issuePermanentKey(desk.elsewhere(role), asked(lockId)))]).toEqual([
        role,
        code ?? 'not-found',
      ])
      const unknown = { permanentKeyId: newId('permanentKey') }
      expect([role, await codeOf(showPermanentKey(desk.as(role), unknown))]).toEqual([role, code ?? 'not-found'])
      const sees = ['front-desk', 'manager', 'auditor'].includes(role)
      expect([role, await codeOf(listPermanentKeys(desk.as(role), lockId))]).toEqual([
        role,
        sees ? null : 'not-allowed',
      ])
    }
    await desk.settled()
    const manager = desk.as('manager')
    const stale = desk.as('manager', { provedMsAgo: 301_000 })
    expect(await codeOf(issuePermanentKey(stale, asked(lockId)))).toBe('sign-in-again')
    expect(await codeOf(issuePermanentKey(manager, asked(lockId, { reason: undefined })))).toBe('reason-needed')
    expect(await codeOf(issuePermanentKey(manager, asked(lockId, { reason: 'other' })))).toBe('reason-needed')
    expect(await codeOf(issuePermanentKey(manager, asked(lockId, { reason: 'because' })))).toBe('invalid-input')
    expect(await codeOf(issuePermanentKey(manager, asked(lockId, { knowsItNeverEnds: false })))).toBe('invalid-input')
    expect(calls(control)).toBe(1)
    const [key] = await listPermanentKeys(manager, lockId)
    expect(await codeOf(showPermanentKey(desk.elsewhere('manager'), { permanentKeyId: key!.id }))).toBe('not-found')
  })

  test('an admin key only where the server has ADMIN_KEYS=on; off without it', async () => {
    const { desk, lockId, control } = await start(kind)
    expect(readSettings({ DATA_DIR: '/tmp/keydesk-test-settings' }).ADMIN_KEYS).toBe('off')
    expect(await codeOf(issuePermanentKey(desk.as('manager'), asked(lockId, { kind: 'admin' })))).toBe('admin-keys-off')
    await desk.settled()
    expect(calls(control, 'admin-key')).toBe(0)
    desk.house.adminKeysOn = true
    const issued = await issuePermanentKey(desk.as('manager'), asked(lockId, { kind: 'admin' }))
    await desk.settled()
    expect(calls(control, 'admin-key')).toBe(1)
    expect(calls(control)).toBe(0)
    const { keyCode } = await showPermanentKey(desk.as('manager'), issued)
    expect(control.locks.presentKey('MJ000204', keyCode)).toMatchObject({ opened: true })
    expect(await listPermanentKeys(desk.as('manager'), lockId)).toMatchObject([{ kind: 'admin', state: 'shown' }])
  })

  test('after its minute, or in another process, the text is gone: made, shown to nobody, and still told of', async () => {
    const { desk, lockId } = await start(kind)
    const issued = await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    const second = createHouse({ ...desk.house })
    const there = openDeskContext(second, desk.as('manager').actor, desk.property)
    expect(await codeOf(showPermanentKey(there, issued))).toBe('key-not-held')
    await claimLease(desk.system.db, processLeaseName(desk.house.processId), desk.house.processId, 60_000)
    expect(await codeOf(showPermanentKey(there, issued))).toBe('key-held-elsewhere')
    expect(await listPermanentKeys(desk.as('manager'), lockId)).toMatchObject([{ state: 'to-show' }])
    await desk.clock.advance(passingForMs)
    expect(await codeOf(showPermanentKey(desk.as('manager'), issued))).toBe('key-not-held')
    expect(await listPermanentKeys(desk.as('manager'), lockId)).toMatchObject([{ state: 'not-shown', shownAt: null }])
  })

  test('I17: a process that dies between intent and outcome leaves "no answer", and nothing is sent again', async () => {
    const { desk, lockId, control } = await start(kind)
    const dead = createHouse({ ...desk.house })
    dead.background.run = () => undefined
    const issued = await issuePermanentKey(
      openDeskContext(dead, desk.as('manager').actor, desk.property),
      asked(lockId),
    )
    expect(await codeOf(showPermanentKey(desk.as('manager'), issued))).toBe('still-under-way')
    expect(await abandonInstructions(desk.outside('system'))).toBe(1)
    expect(await listPermanentKeys(desk.as('manager'), lockId)).toMatchObject([{ state: 'no-answer' }])
    expect(calls(control)).toBe(0)
  })
})

test('only a refusal, nothing sent, or the lock’s own end take a permanent key from the list; time never does', () => {
  const at = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null })
  const facts = fc.record({
    outcome: fc.constantFrom(null, 'accepted' as const, 'unknown' as const, 'rejected' as const, 'not-sent' as const),
    outcomeAt: at,
    shownAt: at,
    lostAt: at,
  })
  fc.assert(
    fc.property(facts, fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 0, max: 1e12 }), (key, now, later) => {
      const state = permanentKeyState(key, now)
      expect(permanentKeyStates).toContain(state)
      const gone = key.lostAt !== null || key.outcome === 'rejected' || key.outcome === 'not-sent'
      expect(mayOpen(state)).toBe(!gone)
      expect(mayOpen(permanentKeyState(key, now + later))).toBe(!gone)
    }),
  )
})
