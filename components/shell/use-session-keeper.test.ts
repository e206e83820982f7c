import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepSession, type SessionNews } from './use-session-keeper'

const idleMs = 900_000
let asked: ((body: object, status?: number) => void)[]
let page: EventTarget
let told: SessionNews[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  asked = []
  told = []
  page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal(
    'fetch',
    () =>
      new Promise<Response>((resolve) => {
        asked.push((body, status = 200) => resolve(Response.json(body, { status })))
      }),
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const open = { personId: 'per_1', locked: false, leftMs: 1_000, idleMs }
const begin = () => keepSession({ personId: 'per_1', idleMs }, (news) => told.push(news))

test('what the server answers is told, and asked again when it would lock', async () => {
  const keeper = begin()
  const looked = keeper.look()
  asked[0]?.(open)
  await looked
  expect(told).toEqual(['open'])
  await vi.advanceTimersByTimeAsync(1_500)
  asked[1]?.({ ...open, locked: true })
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual(['open', 'locked'])
  keeper.stop()
  expect(vi.getTimerCount()).toBe(0)
})

test.each([
  ['another person is signed in', { ...open, personId: 'per_2' }, 200],
  ['it is locked', { ...open, locked: true }, 200],
  ['nobody is signed in', { error: { code: 'not-signed-in', requestId: '' } }, 401],
])('after the page is gone an answer on its way tells nothing and plans nothing: %s', async (_what, body, status) => {
  const keeper = begin()
  const looked = keeper.look()
  keeper.stop()
  asked[0]?.(body, status)
  await looked
  expect(told).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('a note of input that is answered after the page is gone tells nothing and plans nothing, and later input is not noted', async () => {
  for (const status of [423, 200]) {
    asked = []
    const keeper = begin()
    await vi.advanceTimersByTimeAsync(60_000)
    page.dispatchEvent(new Event('keydown'))
    keeper.stop()
    asked[0]?.({}, status)
    await vi.advanceTimersByTimeAsync(60_000)
    page.dispatchEvent(new Event('keydown'))
    expect([asked.length, told, vi.getTimerCount()]).toEqual([1, [], 0])
  }
})
