import type { Sealer } from '../crypto/sealer'
import { type HomeOptions, openHome } from '../db/open-home'
import type { Instant } from '../time/clock'
import { type BackupKeys, writeAgeFile } from './age-file'
import type { RowCounts } from './contract'
import { exportRows, type Sink } from './export-rows'
import { askForRows } from './offer-rows'

export interface Place {
  home: HomeOptions
  sealer: Sealer
  keys: BackupKeys
}

export interface BackedUp {
  bytes: number
  counts: RowCounts
  /** The running server gave the rows. */
  byServer: boolean
}

/**
 * Writes everything that the home holds to `file`, encrypted, as it stood at one moment; servers go on meanwhile. Embedded data
 * are asked of the server that holds them, or opened where none runs. Throws BackupError and StartError with words.
 */
export async function backUp({ home, sealer, keys }: Place, file: string, now: Instant): Promise<BackedUp> {
  const running = home.databaseUrl === undefined && home.dataDir !== undefined ? await askForRows(home.dataDir) : null
  const give = running ?? ((sink: Sink) => giveFromHome(home, sealer, now, sink))
  const { bytes, given: counts } = await writeAgeFile(file, keys, give)
  return { bytes, counts, byServer: running !== null }
}

async function giveFromHome(options: HomeOptions, sealer: Sealer, now: Instant, sink: Sink): Promise<RowCounts> {
  const home = await openHome({ ...options, asItIs: true })
  try {
    return await exportRows(home, sealer, now, sink)
  } finally {
    await home.close()
  }
}
