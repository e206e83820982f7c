import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log/log'
import { holdDataDirectory } from './data-directory'
import { EmbeddedDatabase, embeddedHome } from './embedded-database'
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
