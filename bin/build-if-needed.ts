import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'

const stamp = '.next/keydesk-source'

/** Builds the pages unless `.next` was made of exactly these sources; ends the process when the build fails. */
export function buildIfNeeded(): void {
  const source = sourceFingerprint()
  if (existsSync('.next/BUILD_ID') && existsSync(stamp) && readFileSync(stamp, 'utf8') === source) return
  console.log('Building Keydesk; the first time takes a minute …')
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
  if (status !== 0) {
    console.error('The build failed. `npm run build` shows why.')
    process.exit(1)
  }
  writeFileSync(stamp, source)
}

/** Names, sizes and times of everything that a build reads; without git, only that a build exists counts. */
function sourceFingerprint(): string {
  const hash = createHash('sha256')
  try {
    const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    for (const file of listed.split('\n').sort()) {
      if (
        !/^(app|components|lib|messages|public)\/|^(proxy|instrumentation|next\.config|package-lock|bin\/slim-server)/.test(
          file,
        )
      )
        continue
      if (file.includes('.test.') || !existsSync(file)) continue
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file} ${size} ${mtimeMs}\n`)
    }
  } catch {
    return 'not a checkout'
  }
  return hash.digest('hex')
}
