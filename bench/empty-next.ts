import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answers, freePort, type Program } from '../e2e/fixtures/programs'
import { startOwn } from './own-programs'

/** A Next app with one empty page and one route handler that passes an unlock on: what Keydesk is held against. */
const files = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'next.config.mjs': `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(process.cwd())} } }\n`,
  // Turbopack looks upwards for a missing one and would build Keydesk's in.
  'instrumentation.js': 'export function register() {}\n',
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>\n',
  'app/page.jsx': 'export default () => <p>nothing</p>\n',
  'app/unlock/route.js': `export async function POST(request) {
  const { lockName } = await request.json()
  const answer = await fetch(process.env.LOCK_SERVER_API + '/locks/' + lockName + '/remoteUnlock', {
    method: 'PUT',
    headers: { authorization: 'Bearer ' + process.env.LOCK_SERVER_TOKEN, 'content-type': 'application/json' },
    body: '{}',
  })
  return Response.json(await answer.json(), { status: answer.status })
}
`,
}

const next = join(process.cwd(), 'node_modules/next/dist/bin/next')
let folder: string | undefined

/** Built once per run, inside the project: the same Next, the same bundler, the same node_modules. */
function built(): string {
  if (folder) return folder
  folder = mkdtempSync(join(process.cwd(), '.next', 'bench-empty-'))
  mkdirSync(join(folder, 'app/unlock'), { recursive: true })
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const build = spawnSync(process.execPath, [next, 'build'], { cwd: folder, encoding: 'utf8', env })
  if (build.status !== 0 || build.stdout.includes('Proxy'))
    throw new Error(`the empty page was not built:\n${build.stdout}${build.stderr}`)
  return folder
}

export function removeEmptyNext(): void {
  if (folder) rmSync(folder, { recursive: true, force: true })
  folder = undefined
}

export interface EmptyNext {
  origin: string
  server: Program
}

/** Started as Keydesk is. `api` and `token`: where its route handler passes unlocks on to; `nodeArgs`: flags of Node. */
export async function startEmptyNext({ api = '', token = '', nodeArgs = [] as string[] } = {}): Promise<EmptyNext> {
  const port = await freePort()
  const server = startOwn([...nodeArgs, next, 'start', built(), '-H', '127.0.0.1', '-p', String(port)], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOCK_SERVER_API: api,
    LOCK_SERVER_TOKEN: token,
  })
  const origin = `http://localhost:${port}`
  await answers(origin, server)
  if (server.output().includes('Keydesk')) throw new Error('the empty server runs Keydesk')
  return { origin, server }
}
