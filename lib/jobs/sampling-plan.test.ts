import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callsPerMinute, chooseWatched, hotAtMost, pacesOf, pauseAfterFailuresMs, warmAtMost } from './rules'
import { createSamplingPlan } from './sampling-plan'

const named = (kind: string, count: number, askedMs: number) =>
  Array.from({ length: count }, (_, place) => ({ id: `${kind}${place}`, what: `${kind}${place}`, askedMs }))

/** Runs the plan for `minutes` in steps of 50 ms; counts calls per minute and notes when each subject was asked. */
function run(
  { locks, gateways, pages, heartbeatMs }: { locks: number; gateways: number; pages: string[][]; heartbeatMs: number },
  minutes: number,
) {
  const plan = createSamplingPlan<string, string>()
  plan.setLocks(Array.from({ length: locks }, (_, place) => ({ id: `l${place}`, what: `l${place}`, askedMs: -place })))
  plan.setGateways(named('g', gateways, 0))
  const perMinute: number[] = []
  const asked = new Map<string, number[]>()
  for (let nowMs = 0; nowMs < minutes * 60_000; nowMs += 50) {
    if (nowMs % 1_000 === 0) plan.look(pages, heartbeatMs)
    for (let next = plan.take(nowMs); next; next = plan.take(nowMs)) {
      const minute = Math.floor(nowMs / 60_000)
      perMinute[minute] = (perMinute[minute] ?? 0) + 1
      asked.set(next.what, [...(asked.get(next.what) ?? []), nowMs])
    }
  }
  return { perMinute, asked }
}

const longestPause = (times: readonly number[] = []) =>
  Math.max(...times.slice(1).map((at, place) => at - (times[place] ?? 0)))

test('300 locks and 20 gateways that nobody looks at cost at most 88 calls a minute, and every lock is asked within 5 min', () => {
  const { perMinute, asked } = run({ locks: 300, gateways: 20, pages: [], heartbeatMs: 60_000 }, 11)
  expect(Math.max(...perMinute)).toBeLessThanOrEqual(88)
  expect(asked.size).toBe(320)
  for (const [what, times] of asked)
    expect(longestPause(times)).toBeLessThanOrEqual(what.startsWith('g') ? 61_000 : 301_000)
})

test('one open page of 60 locks: 20 of them every 5 s, 40 every 30 s, gateways every 30 s', () => {
  const page = Array.from({ length: 60 }, (_, place) => `l${place}`)
  const { perMinute, asked } = run({ locks: 300, gateways: 20, pages: [page], heartbeatMs: 60_000 }, 6)
  expect(Math.max(...perMinute)).toBeLessThanOrEqual(callsPerMinute)
  const pauses = page.map((id) => longestPause(asked.get(id)))
  expect(pauses.filter((pause) => pause <= 5_100)).toHaveLength(20)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(30_100)
  expect(longestPause(asked.get('g0'))).toBeLessThanOrEqual(30_100)
})

test('a lock that was just asked about is not asked again by another lane', () => {
  const plan = createSamplingPlan<string, string>()
  plan.setLocks(named('l', 56, Number.NEGATIVE_INFINITY))
  const asked: string[] = []
  for (let nowMs = 0; nowMs < 60_000; nowMs += 50) {
    const next = plan.take(nowMs)
    if (next) asked.push(next.what)
  }
  expect(asked).toHaveLength(56)
  expect(new Set(asked).size).toBe(56)
})

test('20 desks on one page cost what one does', () => {
  const page = Array.from({ length: 60 }, (_, place) => `l${place}`)
  const total = (pages: string[][]) =>
    run({ locks: 300, gateways: 20, pages, heartbeatMs: 60_000 }, 4).perMinute.reduce((sum, calls) => sum + calls, 0)
  expect(total(Array.from({ length: 20 }, () => page))).toBe(total([page]))
})

test('gateways with heartbeats of 5 s are asked at least once per period while somebody looks', () => {
  const { asked } = run({ locks: 48, gateways: 6, pages: [['l1']], heartbeatMs: 5_000 }, 2)
  for (let place = 0; place < 6; place++) expect(longestPause(asked.get(`g${place}`))).toBeLessThanOrEqual(5_050)
})

test('whatever there is and whatever is open, the lanes together never pass the budget, and no lane with subjects starves', () => {
  fc.assert(
    fc.property(
      fc.record({
        gateways: fc.integer({ min: 0, max: 500 }),
        hot: fc.integer({ min: 0, max: hotAtMost }),
        warm: fc.integer({ min: 0, max: warmAtMost }),
        rest: fc.integer({ min: 0, max: 10_000 }),
        fresh: fc.integer({ min: 0, max: 10_000 }),
        watched: fc.boolean(),
        heartbeatMs: fc.integer({ min: 1_000, max: 3_600_000 }),
      }),
      (amounts) => {
        const paces = pacesOf(amounts)
        const rate = Object.values(paces).reduce((sum, pace) => sum + 60_000 / pace, 2)
        expect(rate).toBeLessThanOrEqual(callsPerMinute + 1e-6)
        for (const lane of ['gateways', 'warm', 'rest'] as const) {
          if (amounts[lane] > 0) expect(paces[lane]).toBeLessThan(Number.POSITIVE_INFINITY)
        }
        if (amounts.hot > 0) expect(paces.hot).toBeLessThan(60_000)
      },
    ),
  )
})

test('pages share: each has its part of the hot places, and a page of one lock is always served', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), { maxLength: 20 }),
      fc.nat(),
      (pages, turn) => {
        const { hot, warm } = chooseWatched(pages, turn)
        expect(hot.length).toBeLessThanOrEqual(hotAtMost)
        expect(hot.length + warm.length).toBeLessThanOrEqual(hotAtMost + warmAtMost)
        expect(new Set([...hot, ...warm]).size).toBe(hot.length + warm.length)
        for (const page of pages) {
          const first = page[0]
          if (first !== undefined) expect(hot).toContain(first)
        }
      },
    ),
  )
})

test('a Lock Server that does not answer is asked ever more rarely, at least every 30 s', () => {
  expect([0, 1, 2, 3, 6, 50].map(pauseAfterFailuresMs)).toEqual([0, 1_000, 2_000, 4_000, 30_000, 30_000])
})
