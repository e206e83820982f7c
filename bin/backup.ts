/** `npm run backup -- <file>`: writes everything Keydesk holds, encrypted, while servers go on. `-- --new-key <file>` makes a key pair. */
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { backUp } from '../lib/backup/back-up'
import { BackupError } from '../lib/backup/backup-error'
import { createSealer } from '../lib/crypto/sealer'
import { isStartError } from '../lib/db/start-error'
import { isSettingsError, readSettings } from '../lib/env/settings'
import { systemClock } from '../lib/time/clock'

async function makeKey(file: string): Promise<void> {
  const identity = await generateIdentity()
  const recipient = await identityToRecipient(identity)
  writeFileSync(file, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' })
  process.stdout.write(
    `The secret key is in ${file}: keep it away from this machine, where backups can be restored.\nBACKUP_RECIPIENT=${recipient}\n`,
  )
}

async function backUpTo(file: string): Promise<void> {
  const dataDir = resolve(process.env.DATA_DIR || './data')
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, 'database')))
    throw new BackupError(`There is no data of Keydesk in ${dataDir}. Set DATA_DIR or DATABASE_URL as for the server.`)
  const given = readSettings(process.env)
  const { bytes, counts, byServer } = await backUp(
    {
      home: given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR },
      sealer: createSealer(given.SECRETS_KEY, { previous: given.SECRETS_KEY_PREVIOUS }),
      keys: { passphrase: given.BACKUP_PASSPHRASE, recipient: given.BACKUP_RECIPIENT },
    },
    resolve(file),
    systemClock.now(),
  )
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
  process.stdout.write(
    `${rows} rows of ${Object.keys(counts).length} tables are in ${resolve(file)} (${bytes} bytes)${byServer ? ', given by the running Keydesk' : ''}.\n` +
      'SECRETS_KEY is not in it: keep it elsewhere, the backup is worth little without.\n',
  )
}

try {
  const [first, second] = process.argv.slice(2)
  if (first === '--new-key' && second) await makeKey(second)
  else if (first && !first.startsWith('-')) await backUpTo(first)
  else throw new BackupError('Name the file: npm run backup -- keydesk-2026-06-10.age')
  process.exit(0)
} catch (error) {
  const isDisk = typeof (error as { syscall?: unknown }).syscall === 'string'
  if (!(error instanceof BackupError) && !isSettingsError(error) && !isStartError(error) && !isDisk) throw error
  process.stderr.write(`No backup was made.\n${(error as Error).message}\n`)
  process.exit(1)
}
