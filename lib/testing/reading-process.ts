import { createSealer } from '../crypto/sealer'
import { openHome } from '../db/open-home'
import { openLockServer } from '../lock-server/client'
import type { LockServerConnection } from '../lock-server/contract'
import { silentLog } from '../log/log'
import { systemClock } from '../time/clock'

/** A process of its own for tests of what several processes share: reads a lock as often as its parent says. */
const [databaseUrl = '', secret = '', settings = ''] = process.argv.slice(2)
const connection = JSON.parse(settings) as LockServerConnection
const home = await openHome({ databaseUrl })
const server = openLockServer(connection, {
  db: home.db,
  sealer: createSealer(secret),
  clock: systemClock,
  log: silentLog,
  processId: `prc_${process.pid}`,
})

process.on('message', async (times: number) => {
  if (times === 0) {
    await server.close()
    await home.close()
    return process.disconnect()
  }
  const ends = await Promise.allSettled(Array.from({ length: times }, () => server.readLock('MJ000101')))
  process.send?.(ends.filter((end) => end.status === 'fulfilled').length)
})
process.send?.('ready')
