/** docs/invariants.md names, for each invariant, tests that exist: file, and the beginning or middle of a test's name. */
import { existsSync, readFileSync } from 'node:fs'

const last = 33
const faults: string[] = []
const seen = new Set<number>()
let named = 0

for (const line of readFileSync('docs/invariants.md', 'utf8').split('\n')) {
  const number = Number(/^\| I(\d+) \|/.exec(line)?.[1])
  if (!number) continue
  seen.add(number)
  const tests = [...line.matchAll(/`([^`]+\.(?:test\.tsx?|spec\.ts))` "((?:[^"\\]|\\.)+)"/g)]
  if (tests.length === 0) faults.push(`I${number} names no test`)
  for (const [, file = '', escaped = ''] of tests) {
    named++
    const name = escaped.replaceAll('\\"', '"')
    if (!existsSync(file)) faults.push(`I${number}: ${file} does not exist`)
    else if (!namesOfTests(readFileSync(file, 'utf8')).some((text) => text.includes(name)))
      faults.push(`I${number}: no test "${name}" in ${file}`)
  }
}
for (let number = 1; number <= last; number++) if (!seen.has(number)) faults.push(`I${number} has no line`)

for (const fault of faults) console.error(`docs/invariants.md: ${fault}`)
console.log(`${seen.size} invariants, ${named} tests named, ${faults.length} faults`)
process.exit(faults.length > 0 || named === 0 ? 1 : 0)

/** What stands between the first quotes of each `test(…)` and `it(…)`, table rows of `test.each` aside. */
function namesOfTests(source: string): string[] {
  const calls = source.matchAll(/(?:\btest|\bit|^\s*\]\)|\]\)|\w\))(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gm)
  return [...calls].map(([, , name = '']) => name.replaceAll(/\\(['"`])/g, '$1'))
}
