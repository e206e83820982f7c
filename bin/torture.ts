/** The harness in its full form: every *.torture.test.ts and the specs that need the built server, or those whose name begins with a given word, then one table of counts. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const hours = 3
/** Parts whose files are browser tests. */
const specs: Record<string, string[]> = {
  access: ['e2e/access.spec.ts', 'e2e/access-rights.spec.ts', 'e2e/access-rows.spec.ts'],
  canaries: ['e2e/canaries.spec.ts'],
  origins: ['e2e/origins.spec.ts'],
  pages: ['e2e/hostile-texts.spec.ts'],
}
const wanted = process.argv.slice(2)
const files = ['app', 'lib'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.torture.test.ts'))
    .map((path) => join(root, path)),
)
const nameOf = (path: string) => basename(path, '.torture.test.ts')
const names = [...new Set([...files.map(nameOf), ...Object.keys(specs)])].sort()
const nowhere = wanted.filter((word) => !names.some((name) => name.startsWith(word)))
if (nowhere.length > 0) {
  console.error(`No part begins with ${nowhere.join(', ')}: there are ${names.join(', ')}.`)
  process.exit(1)
}
const isWanted = (name: string) => wanted.length === 0 || wanted.some((word) => name.startsWith(word))
const tests = files.filter((path) => isWanted(nameOf(path)))
const browserTests = Object.entries(specs).flatMap(([name, paths]) => (isWanted(name) ? paths : []))

const directory = mkdtempSync(join(tmpdir(), 'keydesk-torture-'))
const told = join(directory, 'counts.jsonl')

const started = performance.now()
const env = { ...process.env, TORTURE: 'full', TORTURE_COUNTS: told }
const run = (...command: string[]) => spawnSync('npx', ['--no-install', ...command], { stdio: 'inherit', env })
const runs = [
  ...(tests.length > 0 ? [run('vitest', 'run', ...tests, `--testTimeout=${hours * 3_600_000}`)] : []),
  ...(browserTests.length > 0 ? [run('tsx', 'bin/e2e.ts', ...browserTests)] : []),
]
const minutes = (performance.now() - started) / 60_000
const parts = addUp(existsSync(told) ? readFileSync(told, 'utf8') : '')
rmSync(directory, { recursive: true, force: true })

console.log('\n| part | counts |\n|---|---|')
for (const [part, counts] of parts) {
  console.log(`| ${part} | ${[...counts].map(([what, count]) => `${count.toLocaleString('en')} ${what}`).join(', ')} |`)
}
const failed = runs.some(({ status, error }) => error || status !== 0) || parts.size === 0
console.log(`\n${failed ? 'Something failed' : 'All held'}, in ${minutes.toFixed(1)} min.`)
process.exit(failed ? 1 : 0)

function addUp(lines: string): Map<string, Map<string, number>> {
  const sums = new Map<string, Map<string, number>>()
  for (const line of lines.split('\n').filter(Boolean)) {
    const { part, counts } = JSON.parse(line) as { part: string; counts: Record<string, number> }
    const sum = sums.get(part) ?? new Map<string, number>()
    for (const [what, count] of Object.entries(counts)) sum.set(what, (sum.get(what) ?? 0) + count)
    sums.set(part, sum)
  }
  return new Map([...sums].sort(([one], [other]) => one.localeCompare(other)))
}
