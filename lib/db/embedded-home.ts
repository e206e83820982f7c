import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log/log'
import { holdDataDirectory } from './data-directory'
import { EmbeddedDatabase, embeddedHome } from './embedded-database'
import { createDataFiles } from './embedded-template'
import { startUpkeep } from './embedded-upkeep'
import type { Home, Opening } from './home'
import { migrate, requireMigrated } from './migrate'
import { isStartError, StartError } from './start-error'
import { SyncedFiles } from './synced-files'

/** Opens the home in `dataDir`, made at the first start, its schema up to date; throws StartError. */
export async function openEmbeddedHome(
  dataDir: string,
  log: Log,
  { asItIs = false, onEnd }: Opening = {},
): Promise<Home> {
  const held = await holdDataDirectory(dataDir)
  const directory = join(held.path, 'database')
  try {
    if (!existsSync(directory)) await createDataFiles(directory)
    const database = await EmbeddedDatabase.open({ fs: new SyncedFiles(directory) }, directory, onEnd)
    const home = embeddedHome(database, held.release)
    await (asItIs ? requireMigrated(home.db) : migrate(home.db)).catch(async (error) => {
      await database.close()
      throw error
    })
    const stopUpkeep = startUpkeep(database, log)
    return {
      ...home,
      async close() {
        await stopUpkeep()
        await home.close()
      },
    }
  } catch (error) {
    await held.release()
    throw isStartError(error) ? error : notUsable(directory, error)
  }
}

function notUsable(directory: string, cause: unknown): StartError {
  const said = cause instanceof Error ? cause.message : String(cause)
  return new StartError(
    'database-not-usable',
    `The database in ${directory} does not start: ${said}. Nothing was changed; look for a full disk, or put a backup in its place.`,
    { cause },
  )
}
