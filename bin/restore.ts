/** `npm run restore -- <file>`: fills an empty home with a backup, all of it or nothing. Exits 0, or 1 with words; 3 when the activity is not whole. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BackupError } from '../lib/backup/backup-error'
import { type Restored, restore } from '../lib/backup/restore'
import { createSealer } from '../lib/crypto/sealer'
import { isStartError } from '../lib/db/start-error'
import { isSettingsError, readSettings } from '../lib/env/settings'

async function restoreFrom(file: string): Promise<Restored> {
  const dataDir = resolve(process.env.DATA_DIR || './data')
  // Otherwise the settings would make a new key, which opens nothing of the backup.
  if (!process.env.SECRETS_KEY && !existsSync(join(dataDir, 'secrets-key')))
    throw new BackupError(
      `SECRETS_KEY is not set: set it as it was for the backup, or put the file secrets-key of the old DATA_DIR into ${dataDir}.`,
    )
  const given = readSettings(process.env)
  return restore(
    {
      home: given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR },
      sealer: createSealer(given.SECRETS_KEY, { previous: given.SECRETS_KEY_PREVIOUS }),
      keys: { passphrase: given.BACKUP_PASSPHRASE, identityFile: given.BACKUP_IDENTITY_FILE },
    },
    resolve(file),
    given.AUDIT_HEADS_FILE,
  )
}

function tell({ counts, sessionsEnded, chains }: Restored): boolean {
  for (const [table, rows] of Object.entries(counts)) process.stdout.write(`${String(rows).padStart(9)}  ${table}\n`)
  const faults = chains.flatMap(({ faults }) => faults)
  const isOlder = faults.some(({ kind }) => kind === 'shorter-than-written-outside')
  process.stdout.write(
    faults.length === 0
      ? `Everything is restored, and the activity is whole (${chains.length} chains).\n`
      : `Everything is restored, but the activity has ${faults.length} findings. npm run audit:verify says which.\n`,
  )
  process.stdout.write(
    `Nobody is signed in any more (${sessionsEnded} sessions ended): everybody signs in again, at desk computers too before a PIN counts.\n` +
      'Accounts, roles, passwords, second factors, computers and the callback are as they were: change again what was changed since.\n',
  )
  if (isOlder)
    process.stdout.write(
      'More was written since this backup was made: those lines are not in it (docs/operations.md).\n',
    )
  return faults.length === 0
}

try {
  const file = process.argv[2]
  if (!file || file.startsWith('-')) throw new BackupError('Name the file: npm run restore -- keydesk-2026-06-10.age')
  process.exit(tell(await restoreFrom(file)) ? 0 : 3)
} catch (error) {
  if (!(error instanceof BackupError) && !isSettingsError(error) && !isStartError(error)) throw error
  process.stderr.write(`Nothing was restored.\n${error.message}\n`)
  process.exit(1)
}
