/** Browser tests: finds a Chromium (CHROMIUM_PATH, an installed one, Playwright's own, else Debian's package as root) and runs them. */
import { spawnSync } from 'node:child_process'
import { buildIfNeeded } from './build-if-needed'
import { findChromium, installed } from './find-chromium'

function installChromium(): string | null {
  if (process.getuid?.() !== 0 || !installed('apt-get')) return null
  console.log('Installing Chromium from the system’s packages …')
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'ignore' })
  return findChromium()
}

const browser = findChromium() ?? installChromium()
if (!browser) {
  console.error('No Chromium was found. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to it.')
  process.exit(1)
}
buildIfNeeded()
const { status } = spawnSync('npx', ['--no-install', 'playwright', 'test', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM_PATH: browser },
})
process.exit(status ?? 1)
