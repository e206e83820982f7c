import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log/log'
import { holdDataDirectory } from './data-directory'
import { databaseOver, EmbeddedDatabase } from './embedded-database'
import { createDataFiles } from './embedded-template'
import { startUpkeep } from './embedded-upkeep'
import type { Home } from './home'
import { migrate } from './migrate'
import { isStartError, StartError } from './start-error'
import { SyncedFiles } from './synced-files'

/** Opens the home in `dataDir`, made at the first start, its schema up to date; throws StartError. */
export async function openEmbeddedHome(dataDir: string, log: Log): Promise<Home> {
  const held = await holdDataDirectory(dataDir)
  const directory = join(held.path, 'database')
  try {
    if (!existsSync(directory)) await createDataFiles(directory)
    const database = await openFiles(directory)
    try {
      const home = embeddedHome(database, held.release)
      await migrate(home.db)
      const stopUpkeep = startUpkeep(database, log)
      return {
        ...home,
        async close() {
          await stopUpkeep()
          await home.close()
        },
      }
    } catch (error) {
      await database.close()
      throw error
    }
  } catch (error) {
    await held.release()
    throw error
  }
}

/** The home over an open embedded database; `release` runs after it is closed. */
export function embeddedHome(database: EmbeddedDatabase, release: () => Promise<void>): Home {
  const db = databaseOver(database)
  const turns = new Map<string, Promise<unknown>>()
  return {
    kind: 'embedded',
    db,
    // The messages never leave this process, so there is no connection to lose and no gap.
    listen: (channel, onMessage) => database.hear(channel, onMessage),
    async ping() {
      await database.run('select 1')
    },
    // There is no other process (I24); callers within this one take turns.
    async exclusively(name, fn) {
      const turn = (turns.get(name) ?? Promise.resolve()).then(fn, fn)
      turns.set(name, turn)
      return turn
    },
    execute: (text, values) => database.run(text, values),
    async close() {
      await database.close()
      await release()
    },
  }
}

async function openFiles(directory: string): Promise<EmbeddedDatabase> {
  try {
    return await EmbeddedDatabase.open({ fs: new SyncedFiles(directory) })
  } catch (error) {
    if (isStartError(error)) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new StartError(
      'database-not-usable',
      `The database in ${directory} does not start: ${said}. Nothing was changed; look for a full disk, or put a backup in its place.`,
      { cause: error },
    )
  }
}
