import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeskContext } from '@/lib/access/context'
import { openDeskContext } from '@/lib/access/house'
import type { Role } from '@/lib/access/permissions'
import { openRequest } from '@/lib/auth/open-request'
import { makeSessionCookie } from '@/lib/auth/session-token'
import { withTransaction } from '@/lib/db/database'
import { instructions } from '@/lib/db/schema/instructions'
import { locks } from '@/lib/db/schema/locks'
import { people, sessions, staffRoles } from '@/lib/db/schema/staff'
import { DeskError, isDeskError } from '@/lib/errors/desk-error'
import { newId } from '@/lib/ids/ids'
import { commitIntent } from '@/lib/instructions/commit-intent'
import { type InstructionNews, longestHoldMs } from '@/lib/instructions/contract'
import { dismissInstruction } from '@/lib/instructions/dismiss-instruction'
import { instructionBell } from '@/lib/instructions/instruction-bell'
import { recordStatus } from '@/lib/instructions/record-status'
import { markNoticeSeen } from '@/lib/notices/mark-notice-seen'
import { recordNotice } from '@/lib/notices/record-notice'
import { openDesk, type TestDesk, type TestPerson } from '@/lib/testing/open-desk'
import { homesUnderTest } from '@/lib/testing/open-test-home'
import { minuteMs } from '@/lib/time/clock'
import { holdNews } from './hold-news'
import { readSeen, type Seen } from './read-seen'

const auth = {
  secret: 'a secret of tests, thirty-two characters or more',
  publicUrl: 'http://localhost',
  trustedProxies: [],
}

/** What the entry does for a browser that brings that person's cookie; polls never count as use. */
async function browserOf(desk: TestDesk, role: Role) {
  const { name, value } = await makeSessionCookie(auth, desk.people[role].sessionId)
  const facts = { header: () => null, cookie: (asked: string) => (asked === name ? value : undefined) }
  return async (): Promise<DeskContext> => {
    const opened = await openRequest(desk.house, auth, facts, { slug: desk.property.slug, use: false })
    if (opened.locked) throw new DeskError('session-locked')
    if (!opened.signedIn) throw new DeskError('not-signed-in')
    if (!opened.desk) throw new DeskError('not-found')
    return opened.desk
  }
}

async function deskWithLock(kind: Parameters<typeof openDesk>[0]) {
  const desk = await openDesk(kind)
  const lock = { id: newId('lock'), name: 'MJ000204', label: '204' }
  await withTransaction(desk.system, (tx) =>
    tx
      .insert(locks)
      .values({ ...lock, propertyId: desk.property.id, room: '204', sortKey: '0204', createdAt: desk.clock.now() }),
  )
  const bell = await instructionBell(desk.house.home)
  /** An unlock as if it was accepted a moment ago. */
  async function pressed(ctx = desk.as('auditor')) {
    const { id } = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    await ctx.db
      .update(instructions)
      .set({ outcome: 'accepted', sendingAt: ctx.now, outcomeAt: ctx.now, trackUntilAt: ctx.now + 10 * minuteMs })
      .where(eq(instructions.id, id))
    return id
  }

  async function poll(seen: Seen, { by = 'auditor', ...more }: More = {}) {
    const again = await browserOf(desk, by)
    const gone = new AbortController()
    const system = openDeskContext(desk.house, { kind: 'system', part: 'test' }, desk.property)
    return holdNews(await again(), {
      bell,
      seen,
      holdMs: longestHoldMs,
      again,
      system,
      signal: gone.signal,
      ...more,
    })
  }

  /** A poll that has read and now waits. */
  async function held(seen: Seen, more: More = {}) {
    const before = desk.clock.waiting()
    const answer = poll(seen, more)
    const state: { over: boolean } = { over: false }
    answer.then(
      () => (state.over = true),
      () => (state.over = true),
    )
    await until(() => state.over || desk.clock.waiting() > before)
    return { answer, state }
  }

  return { desk, lock, pressed, poll, held }
}

interface More {
  emergencies?: string
  by?: Role
  signal?: AbortSignal
  holdMs?: number
}

/** The database answers in its own time: looks again until it holds, at most 10 s. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('not in time')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const idsOf = ({ moved }: InstructionNews) => moved.map(({ id }) => id)
const codeOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  return isDeskError(error) ? error.code : error
}

describe.each(await homesUnderTest())('a held poll for instructions on %s', (kind) => {
  let place: Awaited<ReturnType<typeof deskWithLock>>
  beforeAll(async () => {
    place = await deskWithLock(kind)
  })
  afterAll(() => place.desk.close())

  test('is answered at once when something moved since the version named, and held when nothing did', async () => {
    const { desk, pressed, poll, held } = place
    const id = await pressed()
    expect(idsOf(await poll(new Map([[id, 0]])))).toEqual([id])
    const { answer, state } = await held(new Map([[id, 1]]))
    expect(state.over).toBe(false)
    await recordStatus(desk.system, id, 5)
    expect((await answer).moved).toMatchObject([{ id, status: 5, version: 2 }])
  })

  test('ends after 20 s with nothing when nothing moves, and reads once more before that', async () => {
    const { desk, pressed, held } = place
    const id = await pressed()
    const { answer, state } = await held(new Map([[id, 1]]))
    await desk.clock.advance(19_000)
    expect(state.over).toBe(false)
    await desk.clock.advance(1_000)
    expect(await answer).toEqual({ now: desk.clock.now(), moved: [], late: [] })
  })

  test('never misses what moves between its reading and its waiting', async () => {
    const { desk, pressed, poll } = place
    for (const status of [3, 5, 3, 5, 1] as const) {
      const id = await pressed()
      const answer = poll(new Map([[id, 1]]))
      await recordStatus(desk.system, id, status)
      expect(idsOf(await answer)).toEqual([id])
    }
  })

  test('tells of another door’s unlock that came late (I7), once, and again when it was put away', async () => {
    const { desk, pressed, held } = place
    const id = await pressed()
    await desk.clock.advance(61_000)
    const { answer, state } = await held(new Map())
    const punctual = await pressed()
    await recordStatus(desk.system, punctual, 1)
    expect(state.over).toBe(false)
    await recordStatus(desk.system, id, 1)
    const { late } = await answer
    expect(late).toMatchObject([{ id, status: 1, version: 2 }])

    const next = await held(new Map([[id, 2]]))
    expect(next.state.over).toBe(false)
    await dismissInstruction(desk.system, id)
    expect(await next.answer).toMatchObject({ moved: [{ id, version: 3 }], late: [] })
  })

  test('sees within half a second that the turn of a waiting command has come, which rings no bell', async () => {
    const { desk, pressed, held } = place
    const id = await pressed()
    const row = eq(instructions.id, id)
    await desk.system.db.update(instructions).set({ outcome: null, sendingAt: null, outcomeAt: null }).where(row)
    const { answer } = await held(new Map([[id, 1]]))
    await desk.system.db.update(instructions).set({ sendingAt: desk.clock.now(), version: 2 }).where(row)
    await desk.clock.advance(500)
    expect((await answer).moved).toMatchObject([{ id, version: 2 }])
  })

  const revocations = [
    {
      what: 'the account is disabled',
      by: 'front-desk',
      code: 'not-signed-in',
      revoke: ({ db, now }: DeskContext, { personId }: TestPerson) =>
        db.update(people).set({ disabledAt: now }).where(eq(people.id, personId)),
    },
    {
      what: 'the session is ended',
      by: 'manager',
      code: 'not-signed-in',
      revoke: ({ db, now }: DeskContext, { sessionId }: TestPerson) =>
        db.update(sessions).set({ endedAt: now }).where(eq(sessions.id, sessionId)),
    },
    {
      what: 'the last role here is taken away',
      by: 'housekeeping',
      code: 'not-found',
      revoke: ({ db }: DeskContext, { personId }: TestPerson) =>
        db.delete(staffRoles).where(eq(staffRoles.personId, personId)),
    },
    {
      what: 'the role becomes one that may not see it',
      by: 'maintenance',
      code: 'not-allowed',
      revoke: ({ db }: DeskContext, { personId }: TestPerson) =>
        db.update(staffRoles).set({ role: 'administrator' }).where(eq(staffRoles.personId, personId)),
    },
  ] as const
  test.each(revocations)('answers nothing when $what while it is held (I31)', async ({ by, code, revoke }) => {
    const { desk, pressed, held } = place
    const id = await pressed()
    const { answer } = await held(new Map([[id, 1]]), { by })
    await revoke(desk.system, desk.people[by])
    await recordStatus(desk.system, id, 1)
    expect(await codeOf(answer)).toBe(code)
  })

  const waysToLock = [
    { how: 'its person locked the screen', set: (now: number) => ({ lockedAt: now }) },
    { how: 'nobody touched it for so long', set: (now: number) => ({ usedAt: now - 15 * minuteMs }) },
  ]
  test.each(waysToLock)(
    'answers nothing when the session is locked while it is held, since $how (I31)',
    async ({ set }) => {
      const { desk, pressed, held } = place
      const id = await pressed()
      const own = eq(sessions.id, desk.people.auditor.sessionId)
      const { usedAt } = (await desk.system.db.select().from(sessions).where(own))[0]!
      const { answer } = await held(new Map([[id, 1]]))
      await desk.system.db.update(sessions).set(set(desk.clock.now())).where(own)
      await recordStatus(desk.system, id, 1)
      expect(await codeOf(answer)).toBe('session-locked')
      await desk.system.db.update(sessions).set({ lockedAt: null, usedAt }).where(own)
    },
  )

  test('does not keep the session from idling out', async () => {
    const { desk, pressed, held } = place
    const id = await pressed()
    const begunAt = desk.system.now
    desk.clock.jump(2 * minuteMs)
    const { answer } = await held(new Map([[id, 1]]))
    await recordStatus(desk.system, id, 5)
    await answer
    const { sessionId } = desk.people.auditor
    const [session] = await desk.system.db.select().from(sessions).where(eq(sessions.id, sessionId))
    expect(session?.usedAt).toBeLessThanOrEqual(begunAt)
  })

  test('ends at once when the client goes, and hears no longer', async () => {
    const { desk, pressed, held } = place
    const id = await pressed()
    const gone = new AbortController()
    const waiting = desk.clock.waiting()
    const { answer } = await held(new Map([[id, 1]]), { signal: gone.signal })
    gone.abort()
    await answer
    expect(desk.clock.waiting()).toBe(waiting)
  })

  test('says nothing of another property’s instructions (I29)', async () => {
    const { desk, poll } = place
    const lock = { id: newId('lock'), name: 'MJ000204', label: '204' }
    const ctx = desk.elsewhere('front-desk')
    const id = await withTransaction(ctx, async (tx) => {
      await tx
        .insert(locks)
        .values({ ...lock, propertyId: ctx.property.id, room: '204', sortKey: '0204', createdAt: ctx.now })
      return (await commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} })).id
    })
    expect(await poll(new Map([[id, 0]]), { holdMs: 0 })).toMatchObject({ moved: [], late: [] })
  })

  test('a held poll of a manager is answered when somebody enters in an emergency, and again when it was marked; nobody else’s is', async () => {
    const { desk, held } = await deskWithLock(kind)
    try {
      const enter = async () => {
        const ctx = desk.as('front-desk')
        await withTransaction(ctx, (tx) => recordNotice(ctx, tx, { kind: 'emergency-entry', details: { door: '204' } }))
      }
      const managers = await held(new Map(), { by: 'manager' })
      const clerks = await held(new Map(), { by: 'front-desk' })
      await enter()
      const { emergencies } = await managers.answer
      expect(emergencies?.notices).toMatchObject([{ doorLabel: '204', seenAt: null }])
      // Known to the browser, it is no news.
      const next = await held(new Map(), { by: 'manager', emergencies: emergencies?.mark ?? '' })
      expect(next.state.over).toBe(false)
      await markNoticeSeen(desk.as('manager'), emergencies!.notices[0]!.id)
      expect((await next.answer).emergencies).toEqual({ mark: '', notices: [] })
      await desk.clock.advance(longestHoldMs)
      expect((await clerks.answer).emergencies).toBeUndefined()
    } finally {
      await desk.close()
    }
  })
})

describe('what a poll asks for', () => {
  const read = (query: string) => readSeen(new URLSearchParams(query))
  const one = newId('instruction')

  test('is a version per instruction; of two versions of one the older counts, so that nothing is missed', () => {
    expect([...read(`seen=${one}:3,${one}:1`).seen]).toEqual([[one, 1]])
    expect(read('').seen.size).toBe(0)
    expect(read('hold=1000').holdMs).toBe(1_000)
    expect(read('hold=99999').holdMs).toBe(longestHoldMs)
  })

  test.each([
    'seen=ins_a:1',
    'emergencies=a+b',
    `seen=${one}`,
    `seen=${one}:`,
    `seen=${one}:-1`,
    `seen=${one}:1:2`,
    `seen=${one}:1,`,
    `seen=${newId('lock')}:1`,
    `seen=${one}:99999999999`,
    'hold=long',
    `seen=${Array.from({ length: 201 }, () => `${newId('instruction')}:1`).join()}`,
  ])('is refused with 422 when malformed: %.40s', async (query) => {
    expect(await codeOf(Promise.resolve().then(() => read(query)))).toBe('invalid-input')
  })
})
