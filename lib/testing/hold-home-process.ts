/**
 * A process of its own for tests: opens the embedded home in argv[2] when a line comes in, says so (`open <ms>`), or says
 * why not (`refused <ms> <message>`) and exits with 1. Runs until it is killed or its input ends.
 */
import { createInterface } from 'node:readline'
import { openEmbeddedHome } from '../db/embedded-home'
import { isStartError } from '../db/start-error'
import { silentLog } from '../log/log'

const dataDir = process.argv[2] ?? ''
const input = createInterface({ input: process.stdin })
const lines = input[Symbol.asyncIterator]()
process.stdout.write('ready\n')
await lines.next()
const startedMs = performance.now()
try {
  const home = await openEmbeddedHome(dataDir, silentLog)
  process.stdout.write(`open ${Math.round(performance.now() - startedMs)}\n`)
  await lines.next()
  await home.close()
  // From here on nothing may keep this process.
  input.close()
  process.stdin.destroy()
} catch (error) {
  if (!isStartError(error)) throw error
  process.stdout.write(`refused ${Math.round(performance.now() - startedMs)} ${error.message}\n`)
  process.exit(1)
}
