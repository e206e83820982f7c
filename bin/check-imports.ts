/** Import rules (`.dependency-cruiser.cjs`); fails too when nothing was read, which some compiler versions cause silently. */
import { existsSync } from 'node:fs'
import { cruise, type ICruiseOptions } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const folders = [
  'app',
  'components',
  'lib',
  'emulator',
  'bin',
  'bench',
  'e2e',
  'messages',
  'proxy.ts',
  'instrumentation.ts',
].filter((path) => existsSync(path))
const options: ICruiseOptions = await extractDepcruiseOptions('./.dependency-cruiser.cjs')
const { output } = await cruise(
  folders,
  { ...options, validate: true },
  {},
  { tsConfig: extractTSConfig('./tsconfig.json') },
)
if (typeof output === 'string') throw new Error('an object was expected')
const { summary, modules } = output
for (const { rule, from, to } of summary.violations) {
  console.log(`${rule.severity}: ${rule.name}: ${from} → ${to}`)
}
console.log(`${modules.length} modules read, ${summary.error} errors, ${summary.warn} warnings`)
if (modules.length < 20) {
  console.error('Too few modules were read: the check itself is broken.')
  process.exit(1)
}
process.exit(summary.error > 0 ? 1 : 0)
