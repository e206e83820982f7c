import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { join, resolve } from 'node:path'
import { isStartError, StartError } from './start-error'

/** A socket's path may have 107 bytes on Linux and 103 elsewhere; longer ones are cut off without a word. */
const longestSocketPath = 100
const answerWithinMs = 1_000

export interface HeldDirectory {
  /** Absolute; made when it was not there, for this account only. */
  path: string
  release(): Promise<void>
}

/**
 * Makes this process the only one that uses the directory until it ends, however it ends (I24); a second one throws
 * StartError with the first one's process id. The kernel's own name comes first, as a file that a killed process left
 * behind cannot be taken over without a race.
 */
export async function holdDataDirectory(directory: string): Promise<HeldDirectory> {
  const path = resolve(directory)
  const socketPath = join(path, 'keydesk.sock')
  if (Buffer.byteLength(socketPath) > longestSocketPath) {
    throw new StartError(
      'data-directory-path-too-long',
      `The path of the data directory is too long: ${path} has ${Buffer.byteLength(path)} bytes, at most ${longestSocketPath - '/keydesk.sock'.length} work. Set DATA_DIR to a shorter one.`,
    )
  }
  const { dev, ino } = makePrivate(path)
  const pidPath = join(path, 'keydesk.pid')
  const held: Server[] = []
  const release = async () => {
    // On a disk that takes no writes it stays: the names below say that nobody is here.
    if (held.length > 0) await rm(pidPath, { force: true }).catch(() => undefined)
    for (const server of held.reverse()) await new Promise<void>((done) => server.close(() => done()))
  }
  try {
    if (process.platform === 'linux') held.push(await hold(`\0keydesk:${dev}:${ino}`, path))
    // Readable also while this process is too busy to answer.
    if (held.length > 0) writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 })
    held.push(await hold(socketPath, path))
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 })
  } catch (error) {
    await release()
    throw isStartError(error) ? error : notUsable(path, error)
  }
  return { path, release }
}

function makePrivate(path: string) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const found = statSync(path)
    if (found.isDirectory() && (found.mode & 0o777) !== 0o700) chmodSync(path, 0o700)
    return found
  } catch (error) {
    throw notUsable(path, error)
  }
}

/** Takes the name; throws StartError when another process has it. A socket file that nobody answers on is removed first. */
async function hold(name: string, path: string): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await bind(name)
    if (server !== null) return server
    const holder = await askHolder(name)
    if (holder !== 'gone' || attempt === 3) throw inUse(path, holder)
    if (!name.startsWith('\0')) await rm(name, { force: true })
  }
}

/** A server on that name which tells every caller our process id; null when the name is taken. */
function bind(name: string): Promise<Server | null> {
  return new Promise((done, failed) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(`${process.pid}\n`)
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') done(null)
      else failed(error)
    })
    server.listen(name, () => {
      if (!name.startsWith('\0')) chmodSync(name, 0o600)
      server.unref()
      done(server)
    })
  })
}

/** The process id of who listens there; 'silent' when it listens but does not answer, 'gone' when nobody listens. */
function askHolder(name: string): Promise<number | 'silent' | 'gone'> {
  return new Promise((done) => {
    const socket = createConnection(name)
    let said = ''
    const end = (answer: number | 'silent' | 'gone') => {
      clearTimeout(timer)
      socket.destroy()
      done(answer)
    }
    const timer = setTimeout(() => end('silent'), answerWithinMs)
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      said += text
    })
    socket.on('end', () => end(/^\d+\n$/.test(said) ? Number.parseInt(said, 10) : 'silent'))
    socket.on('error', () => end('gone'))
  })
}

function inUse(path: string, holder: number | 'silent' | 'gone'): StartError {
  const pid = typeof holder === 'number' ? holder : readPid(path)
  const who = pid === null ? 'another Keydesk' : `another Keydesk, process id ${pid}`
  return new StartError(
    'data-directory-in-use',
    `The data directory ${path} is in use by ${who}. Stop that one first, or set DATA_DIR to another directory; several processes can share one PostgreSQL (DATABASE_URL).`,
  )
}

function readPid(path: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(path, 'keydesk.pid'), 'utf8'), 10)
    return Number.isNaN(pid) ? null : pid
  } catch {
    return null
  }
}

function notUsable(path: string, cause: unknown): StartError {
  const said = cause instanceof Error ? cause.message : String(cause)
  return new StartError(
    'data-directory-not-usable',
    `The data directory ${path} cannot be made or written: ${said}. Set DATA_DIR to one that this account owns.`,
    { cause },
  )
}
