import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cacheDirectory } from '../db/embedded-template'

export interface TestProcess {
  pid: number
  /** Every line it said so far. */
  lines: readonly string[]
  /** What it wrote on its standard error so far. */
  complaint(): string
  /** The first line, also of those said before, that begins so; rejects when it ends without or after `withinMs`. */
  says(beginning: string, withinMs?: number): Promise<string>
  tell(line: string): void
  /** As by `kill -9`; resolves when it is gone and everything it said was read. */
  kill(): Promise<void>
  /** Its exit code, null after a signal, once it is gone and everything it said was read. */
  ended: Promise<number | null>
}

/** What tsx itself compiles with; going through tsx at every start would cost more than the rest of a short life. */
interface Compiler {
  buildSync(options: object): { outputFiles: { text: string }[] }
}

const compiled = new Map<string, string>()

/** Whoever started it is gone, however: so is this process. The line to it keeps nothing alive. */
const endsWithItsRunner = `process.once('disconnect', () => process.kill(process.pid, 'SIGKILL')); process.channel?.unref();`

/** One file of plain JavaScript; packages stay outside. */
function compile(name: string): string {
  const known = compiled.get(name)
  if (known !== undefined) return known
  const fromTsx = createRequire(createRequire(join(process.cwd(), 'package.json')).resolve('tsx/package.json'))
  const { buildSync } = fromTsx('esbuild') as Compiler
  const { outputFiles } = buildSync({
    entryPoints: [`lib/testing/${name}-process.ts`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: endsWithItsRunner },
    write: false,
  })
  const text = outputFiles[0]?.text ?? ''
  const directory = join(cacheDirectory(), 'processes')
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`)
  writeFileSync(path, text)
  compiled.set(name, path)
  return path
}

/** Starts `lib/testing/<name>-process.ts` in a process of its own, which lives no longer than this one. */
export function startProcess(name: string, ...parameters: string[]): TestProcess {
  const child = spawn(process.execPath, [compile(name), ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  }) as ChildProcessWithoutNullStreams
  const lines: string[] = []
  let complaint = ''
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const look of [...waiting]) look()
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text
  })
  child.stdin.on('error', () => undefined)
  let isOver = false
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      isOver = true
      for (const look of [...waiting]) look()
      resolve(code)
    })
  })
  return {
    pid: child.pid ?? -1,
    lines,
    complaint: () => complaint,
    ended,
    says(beginning, withinMs = 60_000) {
      return new Promise((resolve, reject) => {
        const stop = () => {
          waiting.delete(look)
          clearTimeout(timer)
        }
        const look = () => {
          const found = lines.find((line) => line.startsWith(beginning))
          if (found === undefined && !isOver) return
          stop()
          if (found !== undefined) resolve(found)
          else reject(new Error(`${name} ended without "${beginning}": ${complaint}`))
        }
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`${name} did not say "${beginning}" in time: ${complaint}`))
        }, withinMs)
        waiting.add(look)
        look()
      })
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
