import { expect, test } from 'vitest'
import { createFakeClock, testStartAt } from './fake-clock'

test('waits fall due in the order of their time, and one that waits again is woken within the same advance', async () => {
  const clock = createFakeClock()
  const heard: string[] = []
  const beat = async () => {
    for (let count = 1; count <= 3; count++) {
      await clock.wait(100)
      heard.push(`beat ${clock.monotonicMs()}`)
    }
  }
  const beating = beat()
  const single = clock.wait(150).then(() => heard.push('single'))
  await clock.advance(300)
  await Promise.all([beating, single])
  expect(heard).toEqual(['beat 100', 'single', 'beat 200', 'beat 300'])
  expect(clock.now()).toBe(testStartAt + 300)
})

test('an aborted wait ends at once, and a jump of the wall clock wakes nobody', async () => {
  const clock = createFakeClock()
  const controller = new AbortController()
  const wait = clock.wait(1000, controller.signal)
  clock.jump(86_400_000)
  await clock.advance(0)
  expect(clock.waiting()).toBe(1)
  expect(clock.now()).toBe(testStartAt + 86_400_000)
  expect(clock.monotonicMs()).toBe(0)
  controller.abort()
  await wait
  expect(clock.waiting()).toBe(0)
})
