import { readHeads } from '../audit/read-heads'
import type { ChainReport } from '../audit/rules'
import { verifyChains } from '../audit/verify-chain'
import { openHome } from '../db/open-home'
import { withRetiredKeys } from '../db/open-sealer'
import { closeQueue } from '../queue/open-queue'
import { readAgeFile } from './age-file'
import type { Place } from './back-up'
import { type Imported, importRows } from './import-rows'

export interface Restored extends Imported {
  /** The chains of the activity, looked through after the rows were there (I33). */
  chains: ChainReport[]
}

/** Fills the empty home with the backup in `file`, where nobody is signed in any more, and looks through the activity. Throws BackupError and StartError with words. */
export async function restore(
  { home: options, sealer, keys }: Place,
  file: string,
  headsFile?: string,
): Promise<Restored> {
  // A file that cannot be read at all must not leave a new data directory behind.
  const lines = await readAgeFile(file, keys)
  const home = await openHome(options)
  try {
    const imported = await importRows(home, sealer, lines)
    const knowing = await withRetiredKeys(home.db, sealer)
    return { ...imported, chains: await verifyChains(home.db, knowing, await readHeads(knowing, headsFile)) }
  } finally {
    await closeQueue(home)
    await home.close()
  }
}
