import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startProcess, type TestProcess } from '../testing/child-process'
import { holdDataDirectory } from './data-directory'
import { prepareTemplate } from './embedded-template'

/** Starting processes and databases takes its time on a busy machine; no guarantee here is about that. */
vi.setConfig({ testTimeout: 120_000 })

let directory: string
let processes: TestProcess[]

beforeEach(async () => {
  await prepareTemplate()
  directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
  processes = []
})

afterEach(async () => {
  await Promise.all(processes.map((one) => one.kill()))
  rmSync(directory, { recursive: true, force: true })
})

async function startHolder(): Promise<TestProcess> {
  const started = startProcess('hold-home', directory)
  processes.push(started)
  await started.says('ready')
  return started
}

test('of four processes that start at once over what a killed one left, one holds the data and the others name it within 3 s (I24)', async () => {
  const killed = await startHolder()
  killed.tell('go')
  await killed.says('open')
  await killed.kill()
  expect(existsSync(join(directory, 'keydesk.sock'))).toBe(true)

  const starters = await Promise.all([startHolder(), startHolder(), startHolder(), startHolder()])
  for (const starter of starters) starter.tell('go')
  const outcomes = await Promise.all(
    starters.map((starter) =>
      Promise.race([starter.says('open'), starter.says('refused')]).then((said) => ({ starter, said })),
    ),
  )
  const holders = outcomes.filter(({ said }) => said.startsWith('open'))
  expect(holders).toHaveLength(1)
  for (const { starter, said } of outcomes.filter(({ said }) => said.startsWith('refused'))) {
    expect(Number(said.split(' ')[1])).toBeLessThan(3_000)
    expect(said).toContain(`in use by another Keydesk, process id ${holders[0]!.starter.pid}.`)
    expect(await starter.ended).toBe(1)
  }
})

test('the next process has the data at once when the holder ended, and not before', async () => {
  const first = await startHolder()
  first.tell('go')
  await first.says('open')
  await expect(holdDataDirectory(directory)).rejects.toThrow(`process id ${first.pid}`)
  first.tell('end')
  expect(await first.ended).toBe(0)
  expect(existsSync(join(directory, 'keydesk.sock'))).toBe(false)
  expect(existsSync(join(directory, 'keydesk.pid'))).toBe(false)
  const held = await holdDataDirectory(directory)
  expect(statSync(join(directory, 'keydesk.sock')).mode & 0o777).toBe(0o600)
  expect(statSync(join(directory, 'keydesk.pid')).mode & 0o777).toBe(0o600)
  await held.release()
})

test('a holder that is too busy to answer is named too', async () => {
  const first = await startHolder()
  first.tell('go')
  await first.says('open')
  process.kill(first.pid, 'SIGSTOP')
  await expect(holdDataDirectory(directory)).rejects.toThrow(`process id ${first.pid}`)
})

test('a directory reached by another path is the same directory', async () => {
  const held = await holdDataDirectory(directory)
  await expect(holdDataDirectory(join(directory, '..', directory.split('/').at(-1)!, '.'))).rejects.toThrow('in use')
  await held.release()
})

test('a process in another container, which shares the files and not the names of the kernel, is found by the file', async () => {
  const elsewhere = createServer((socket) => socket.end('4711\n'))
  await new Promise<void>((done) => elsewhere.listen(join(directory, 'keydesk.sock'), done))
  await expect(holdDataDirectory(directory)).rejects.toThrow('process id 4711')
  await new Promise((done) => elsewhere.close(done))
})

test('a path that a socket cannot have is refused in words before anything is made', async () => {
  const long = join(directory, 'a'.repeat(90))
  await expect(holdDataDirectory(long)).rejects.toMatchObject({
    code: 'data-directory-path-too-long',
    message: expect.stringMatching(/is too long: .* at most 87 work/),
  })
  expect(existsSync(long)).toBe(false)
  const longest = `${directory}/`.padEnd(87, 'a')
  const held = await holdDataDirectory(longest)
  await held.release()
})

test('a place that cannot be a directory is refused in words', async () => {
  writeFileSync(join(directory, 'file'), '')
  await expect(holdDataDirectory(join(directory, 'file'))).rejects.toMatchObject({ code: 'data-directory-not-usable' })
  await expect(holdDataDirectory(join(directory, 'file', 'below'))).rejects.toMatchObject({
    code: 'data-directory-not-usable',
    message: expect.stringContaining('Set DATA_DIR'),
  })
})

test('a directory that others could read is closed to them', async () => {
  mkdirSync(join(directory, 'open'), { mode: 0o755 })
  const held = await holdDataDirectory(join(directory, 'open'))
  expect(statSync(join(directory, 'open')).mode & 0o777).toBe(0o700)
  await held.release()
})
