/** A process of its own for tests: starts one more like it as a test does, says that one's pid (`began <pid>`), and lives until it is killed. */
import { startProcess } from './child-process'

const isLast = process.argv[2] === 'last'
// Something of its own keeps it alive, whatever becomes of its input.
setInterval(() => undefined, 60_000)
process.stdout.write('lives\n')
if (!isLast) {
  const other = startProcess('begin-another', 'last')
  await other.says('lives')
  process.stdout.write(`began ${other.pid}\n`)
}
