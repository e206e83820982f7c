import { chmodSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { House } from '../access/house'
import { errorFields } from '../log/log'
import { minuteMs } from '../time/clock'
import { BackupError } from './backup-error'
import type { RowCounts } from './contract'
import { exportRows, type Sink } from './export-rows'

const question = 'backup 1\n'
/** Whoever takes nothing for so long has gone away. */
const idleMs = 2 * minuteMs

const socketPath = (dataDir: string): string => join(dataDir, 'backup.sock')

/**
 * Embedded data has one holder: whoever wants a backup asks it here, by a socket file that only this account can open. The rows
 * go over it as they are, so that their encryption is the asker's. Resolves to how to stop.
 */
export async function offerRows(house: House, dataDir: string): Promise<() => Promise<void>> {
  const path = socketPath(dataDir)
  const asking = new Set<Socket>()
  const server = createServer((socket) => {
    asking.add(socket)
    socket.on('close', () => asking.delete(socket))
    socket.on('error', () => undefined)
    socket.setTimeout(idleMs, () => socket.destroy())
    socket.once('data', (asked) => {
      if (asked.toString('latin1') !== question) return socket.destroy()
      answer(house, socket).catch((error: unknown) => {
        house.log.warn(errorFields(error), 'a backup was not given to its end')
        socket.destroy()
      })
    })
  })
  // Held by us alone, so whoever left one there is gone.
  await rm(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
  server.unref()
  return async () => {
    for (const socket of asking) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

async function answer(house: House, socket: Socket): Promise<void> {
  await exportRows(house.home, house.sealer, house.clock.now(), (lines) => send(socket, lines))
  socket.end()
}

/** Resolves when the other side has room for more; rejects when it is gone. */
function send(socket: Socket, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.destroyed) return reject(new Error('whoever asked is gone'))
    const gone = () => reject(new Error('whoever asked is gone'))
    socket.once('close', gone)
    socket.write(lines, () => {
      socket.off('close', gone)
      resolve()
    })
  })
}

/** Asks the process that holds `dataDir` for its rows; null when none answers there. */
export async function askForRows(dataDir: string): Promise<((sink: Sink) => Promise<RowCounts>) | null> {
  const socket = await connect(socketPath(dataDir))
  if (socket === null) return null
  return async (sink) => {
    socket.write(question)
    let end = ''
    for await (const chunk of socket as AsyncIterable<string>) {
      await sink(chunk)
      end = (end + chunk).slice(-20_000)
    }
    // It closes without the last line when it fails, or stops.
    const counts = /(?:^|\n)\["end",(\{[^\n]*\})\]\n$/.exec(end)?.[1]
    if (counts === undefined)
      throw new BackupError('The running Keydesk broke the backup off; its log says why. Nothing was written.')
    return JSON.parse(counts) as RowCounts
  }
}

function connect(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.setEncoding('utf8')
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(null) : reject(error),
    )
  })
}
