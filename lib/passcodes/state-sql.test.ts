import { inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { passcodes } from '../db/schema/passcodes'
import type { Id } from '../ids/ids'
import { testStartAt } from '../testing/fake-clock'
import { writeCode, writeDoor } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { hourMs } from '../time/clock'
import type { CancelFacts, PasscodeFacts, PasscodeState } from './contract'
import { passcodeStates } from './contract'
import { selectPasscodes } from './queries'
import { mayOpen, passcodeState } from './rules'
import { mayOpenSql } from './state-sql'

const now = testStartAt
/** Around now, and on the edges where a state changes. */
const moment = fc.oneof(
  fc.integer({ min: now - 5 * hourMs, max: now + 5 * hourMs }),
  fc.constantFrom(...[0, -1, 1, -hourMs, -hourMs - 1, -hourMs + 1].map((off) => now + off)),
)
const when = fc.option(moment, { nil: null, freq: 2 })
const outcome = fc.constantFrom(null, 'not-sent', 'rejected', 'accepted', 'accepted', 'unknown')
const status = fc.constantFrom(null, 1, 1, 2, 3, 4, 5)

/** A cancel as the ledger may hold it: settled exactly when the door said its last word. */
const cancel = fc
  .record({ outcome, status, at: moment, trackUntilAt: when })
  .map(({ outcome, status, at, trackUntilAt }) => {
    const told = outcome === 'accepted' ? status : null
    const settledAt = told === 1 || told === 2 || told === 4 ? at : null
    return { outcome, status: told, settledAt, trackUntilAt, intendedAt: at }
  })
type Cancel = typeof cancel extends fc.Arbitrary<infer T> ? T : never

const anyCode = fc.record({
  row: fc.record({ startsAt: moment, endsAt: moment, cancelWantedAt: when, closedAt: when, lostAt: when }),
  // Most of what can be told is told of codes that the door took.
  set: fc.oneof(
    fc.record({ outcome, status }),
    fc.constant({ outcome: 'accepted', status: 1 }),
    fc.constant({ outcome: 'accepted', status: 1 }),
  ),
  cancels: fc.array(cancel, { maxLength: 3 }),
})

type Code = typeof anyCode extends fc.Arbitrary<infer T> ? T : never
const code = ({
  row,
  set,
  cancels,
}: {
  row?: Partial<Code['row']>
  set?: Code['set']
  cancels?: Partial<Cancel>[]
} = {}): Code => ({
  row: { startsAt: now - hourMs, endsAt: now + hourMs, cancelWantedAt: null, closedAt: null, lostAt: null, ...row },
  set: set ?? { outcome: 'accepted', status: 1 },
  cancels: (cancels ?? []).map((change) => ({
    outcome: 'accepted',
    status: 2,
    settledAt: now,
    trackUntilAt: null,
    intendedAt: now,
    ...change,
  })),
})
const wanted = { cancelWantedAt: now }
const unknown = { outcome: 'unknown', status: null } as const
const oneOfEach: Code[] = [
  code(),
  code({ row: { startsAt: now + 1 } }),
  code({ set: { outcome: 'accepted', status: 5 } }),
  code({ set: { outcome: null, status: null } }),
  code({ set: { outcome: 'rejected', status: null } }),
  code({ row: { endsAt: now } }),
  code({ row: wanted }),
  code({ row: wanted, cancels: [{}] }),
  code({ row: wanted, cancels: [{}, { status: 1 }] }),
  code({ row: { ...wanted, endsAt: now }, cancels: [{}] }),
  code({ row: { lostAt: now } }),
  code({ set: unknown }),
  code({ set: unknown, row: { closedAt: now } }),
]

/** What `PasscodeFacts` says of all cancels together, told from the rows alone. */
function factsOf(cancels: readonly Cancel[]): Pick<CancelFacts, 'confirmedAt' | 'open' | 'tries'> {
  const confirmed = cancels.flatMap(({ status, settledAt }) => (status === 1 && settledAt !== null ? [settledAt] : []))
  const open = cancels.some(({ outcome, settledAt, trackUntilAt }) => {
    if (outcome === null) return true
    return outcome === 'accepted' && settledAt === null && trackUntilAt !== null && trackUntilAt > now
  })
  return { confirmedAt: confirmed.length > 0 ? Math.max(...confirmed) : null, open, tries: cancels.length }
}

let desk: TestDesk
afterEach(() => desk.close())

test.each(await homesUnderTest())('on %s: the state in SQL is the rule’s, whatever the rows say', async (kind) => {
  desk = await openDesk(kind)
  const ctx = { ...desk.as('manager'), now }
  const lockId = await writeDoor(ctx)
  const seen = new Set<PasscodeState>()
  await fc.assert(
    fc.asyncProperty(fc.array(anyCode, { minLength: 1, maxLength: 20, size: 'max' }), async (codes) => {
      const said = new Map<Id<'passcode'>, PasscodeState>()
      for (const { row, set, cancels } of codes) {
        const id = await writeCode(ctx, lockId, row, { ...set, settledAt: null }, cancels)
        const facts = { ...row, set, cancels: { ...factsOf(cancels), lastAt: null } } as PasscodeFacts
        said.set(id, passcodeState(facts, now))
      }
      const mine = sql`${inArray(sql`p.id`, [...said.keys()])}`
      const views = await selectPasscodes(ctx, mine, 100)
      expect(new Map(views.map(({ id, state }) => [id, state]))).toEqual(new Map([...said].toReversed()))
      const open = await selectPasscodes(ctx, sql`${mine} and ${mayOpenSql(now)}`, 100)
      const mayBeOpen = [...said].filter(([, state]) => mayOpen(state)).map(([id]) => id)
      expect(open.map(({ id }) => id).toSorted()).toEqual(mayBeOpen.toSorted())
      for (const state of said.values()) seen.add(state)
    }),
    { numRuns: 40, examples: [[oneOfEach]] },
  )
  // The rows reach every state there is.
  expect([...seen].toSorted()).toEqual([...passcodeStates].toSorted())
  expect(await ctx.db.$count(passcodes)).toBeGreaterThan(40)
})
