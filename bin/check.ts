/** Every check of the project in the order of their cost: `npm test` runs all, `npm run verify` those without browser and build. */
import { spawnSync } from 'node:child_process'

const fast: [name: string, command: string, ...args: string[]][] = [
  ['formats and lint', 'biome', 'check', '.'],
  ['lock file', 'tsx', 'bin/check-lock-file.ts'],
  ['house rules', 'tsx', 'bin/check-house-rules.ts'],
  ['import rules', 'tsx', 'bin/check-imports.ts'],
  ['paths in documents', 'tsx', 'bin/check-doc-paths.ts'],
  ['tests of the invariants', 'tsx', 'bin/check-invariants.ts'],
  ['unused code', 'knip'],
  ['route types', 'next', 'typegen'],
  ['types', 'tsc', '--noEmit'],
]
const slow: typeof fast = [
  ['unit and integration', 'vitest', 'run'],
  ['build', 'tsx', 'bin/build.ts'],
  ['browser', 'tsx', 'bin/e2e.ts'],
]

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
const wanted = process.argv[2] === 'fast' ? fast : [...fast, ...slow]
for (const [name, command, ...args] of wanted) {
  console.log(`\n── ${name}: ${command} ${args.join(' ')}`)
  const started = performance.now()
  const { status, error } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit', env })
  if (error || status !== 0) {
    console.error(`\n${name} failed.`)
    process.exit(status || 1)
  }
  console.log(`   ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
console.log('\nAll checks passed.')
