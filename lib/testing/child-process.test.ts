import { expect, test } from 'vitest'
import { startProcess } from './child-process'

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a process of a test ends when whoever started it is killed', async () => {
  const runner = startProcess('begin-another', 'first')
  const pid = Number((await runner.says('began')).split(' ')[1])
  expect(isThere(pid)).toBe(true)
  await runner.kill()
  const deadline = performance.now() + 10_000
  while (isThere(pid) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isThere(pid)).toBe(false)
})
