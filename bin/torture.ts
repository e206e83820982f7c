/** The harness in its full form: every *.torture.test.ts, or those whose name begins with a given word, then one table of counts. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

const hours = 3
const wanted = process.argv.slice(2)
const files = ['app', 'lib'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.torture.test.ts'))
    .map((path) => join(root, path)),
)
const begins = (word: string) => files.filter((path) => basename(path).startsWith(word))
const nowhere = wanted.filter((word) => begins(word).length === 0)
if (nowhere.length > 0) {
  const names = [...new Set(files.map((path) => basename(path, '.torture.test.ts')))].sort()
  console.error(`No part begins with ${nowhere.join(', ')}: there are ${names.join(', ')}.`)
  process.exit(1)
}
const filters = wanted.length > 0 ? wanted.flatMap(begins) : files

const directory = mkdtempSync(join(tmpdir(), 'keydesk-torture-'))
const told = join(directory, 'counts.jsonl')

const started = performance.now()
const { status, error } = spawnSync(
  'npx',
  ['--no-install', 'vitest', 'run', ...filters, `--testTimeout=${hours * 3_600_000}`],
  { stdio: 'inherit', env: { ...process.env, TORTURE: 'full', TORTURE_COUNTS: told } },
)
const minutes = (performance.now() - started) / 60_000
const parts = addUp(existsSync(told) ? readFileSync(told, 'utf8') : '')
rmSync(directory, { recursive: true, force: true })

console.log('\n| part | counts |\n|---|---|')
for (const [part, counts] of parts) {
  console.log(`| ${part} | ${[...counts].map(([what, count]) => `${count.toLocaleString('en')} ${what}`).join(', ')} |`)
}
const failed = Boolean(error) || status !== 0 || parts.size === 0
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
