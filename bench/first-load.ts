import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { answers, freePort, startProgram } from '../e2e/fixtures/programs'
import type { Figure } from './measure'

/** Bytes (gzip) of every script that the page's HTML names. */
export async function firstLoadBytes(origin: string, html: string): Promise<number> {
  const paths = new Set([...html.matchAll(/(?:src|href)="(\/_next\/[^"?]+\.js)[^"]*"/g)].map(([, path]) => path))
  let bytes = 0
  for (const path of paths) {
    const script = await fetch(`${origin}${path}`)
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).byteLength
  }
  return bytes
}

/** An empty page of the same Next, built and served in a folder of its own. */
export async function emptyPageBytes(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kd-empty-'))
  try {
    mkdirSync(join(folder, 'app'))
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), readFileSync('package.json'))
    writeFileSync(join(folder, 'next.config.mjs'), `export default { turbopack: { root: '/' } }\n`)
    writeFileSync(
      join(folder, 'app/layout.jsx'),
      `export default ({ children }) => <html lang="en"><body>{children}</body></html>\n`,
    )
    writeFileSync(join(folder, 'app/page.jsx'), `export default () => <p>nothing</p>\n`)
    const next = join(process.cwd(), 'node_modules/next/dist/bin/next')
    const built = spawnSync(process.execPath, [next, 'build', '--webpack'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    })
    if (built.status !== 0) throw new Error(`the empty page was not built:\n${built.stdout}${built.stderr}`)
    const port = await freePort()
    const server = startProgram([next, 'start', folder, '-p', String(port)], { NODE_ENV: 'production' })
    try {
      const origin = `http://localhost:${port}`
      await answers(origin, server)
      return await firstLoadBytes(origin, await (await fetch(origin)).text())
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const firstLoad = (what: string, bytes: number, emptyBytes: number): Figure => ({
  what,
  value: bytes / 1024,
  floor: emptyBytes / 1024,
  unit: 'KiB',
  goal: 1.3,
})
