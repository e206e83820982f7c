import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { Id } from '../ids/ids'
import type { Outcome } from '../instructions/contract'
import { testStartAt } from '../testing/fake-clock'
import { writeDoor, writeGuestKey } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { hourMs } from '../time/clock'
import { type GuestKeyState, guestKeyStates } from './contract'
import { getGuestKey, listLiveGuestKeys } from './queries'
import { guestKeyState } from './rules'

const now = testStartAt
/** Around now, and on the edges where a state changes. */
const moment = fc.oneof(
  fc.integer({ min: now - 5 * hourMs, max: now + 5 * hourMs }),
  fc.constantFrom(...[0, -1, 1, -hourMs, -hourMs - 1, -hourMs + 1].map((off) => now + off)),
)
const anyKey = fc.record({
  row: fc.record({ startsAt: moment, endsAt: moment, lostAt: fc.option(moment, { nil: null, freq: 2 }) }),
  outcome: fc.constantFrom<Outcome | null>(null, 'not-sent', 'rejected', 'accepted', 'accepted', 'unknown'),
})

type Key = typeof anyKey extends fc.Arbitrary<infer T> ? T : never
const key = (outcome: Outcome | null, row: Partial<Key['row']> = {}): [Key] => [
  { row: { startsAt: now - hourMs, endsAt: now + hourMs, lostAt: null, ...row }, outcome },
]
const oneOfEach = [
  key(null),
  key('rejected'),
  key('unknown'),
  key('accepted'),
  key('accepted', { lostAt: now }),
  key('accepted', { endsAt: now }),
  key('accepted', { startsAt: now + 1 }),
]

let desk: TestDesk
afterEach(() => desk.close())

test.each(await homesUnderTest())('on %s: the state in SQL is the rule’s, whatever the rows say', async (kind) => {
  desk = await openDesk(kind)
  const ctx = { ...desk.as('manager'), now }
  const lockId = await writeDoor(ctx)
  const said = new Map<Id<'guestKey'>, GuestKeyState>()
  await fc.assert(
    fc.asyncProperty(anyKey, async ({ row, outcome }) => {
      const id = await writeGuestKey(ctx, lockId, row, { outcome })
      const state = guestKeyState({ ...row, outcome }, now)
      expect((await getGuestKey(ctx, id)).state).toBe(state)
      said.set(id, state)
    }),
    { numRuns: 150, examples: oneOfEach },
  )
  // The rows reach every state there is.
  expect([...new Set(said.values())].toSorted()).toEqual([...guestKeyStates].toSorted())
  const live = [...said].filter(([, state]) => ['sending', 'scheduled', 'works-now', 'no-answer'].includes(state))
  expect((await listLiveGuestKeys(ctx, lockId)).map(({ id }) => id).toSorted()).toEqual(
    live.map(([id]) => id).toSorted(),
  )
})
