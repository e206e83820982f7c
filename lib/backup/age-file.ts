import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, createGzip, type Gzip } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { syncPath } from '../db/synced-files'
import { BackupError, notWhole } from './backup-error'
import type { Sink } from './export-rows'

/** Whom a backup is for: whoever knows the passphrase, or has the identity of the recipient (`age1…`). */
export interface BackupKeys {
  passphrase?: string | undefined
  recipient?: string | undefined
  /** A file as age-keygen writes it; for restoring what a recipient got. */
  identityFile?: string | undefined
}

/**
 * Writes what `give` gives, compressed and encrypted, to `file`: whole and on the disk under its name, or not there at all.
 * Refuses without a key and over a file that is there. Returns its bytes and what `give` returned.
 */
export async function writeAgeFile<T>(
  file: string,
  keys: BackupKeys,
  give: (sink: Sink) => Promise<T>,
): Promise<{ bytes: number; given: T }> {
  const encrypter = encrypterOf(keys)
  if (existsSync(file)) throw new BackupError(`${file} is there already. Give each backup a name of its own.`)
  const gzip = createGzip()
  const encrypted = await encrypter.encrypt(webStream(gzip))
  const draft = `${file}.${process.pid}.part`
  try {
    const saving = save(draft, encrypted)
    const giving = give((lines) => write(gzip, lines)).then(
      (result) => {
        gzip.end()
        return result
      },
      (error: Error) => {
        gzip.destroy(error)
        throw error
      },
    )
    const [saved, given] = await Promise.allSettled([saving, giving])
    // A disk that is full ends the giving too: its own error is the one to tell.
    if (saved.status === 'rejected' && (given.status === 'fulfilled' || isDiskError(saved.reason))) throw saved.reason
    if (given.status === 'rejected') throw given.reason
    if (saved.status === 'rejected') throw saved.reason
    await rename(draft, file)
    syncPath(dirname(file))
    return { bytes: saved.value, given: given.value }
  } finally {
    await rm(draft, { force: true })
  }
}

/** Resolves when there is room for more; rejects when nobody takes it any more. */
function write(gzip: Gzip, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('the file cannot be written any more'))
    if (gzip.destroyed) return gone()
    if (gzip.write(lines, 'utf8')) return resolve()
    gzip.once('close', gone)
    gzip.once('drain', () => {
      gzip.off('close', gone)
      resolve()
    })
  })
}

/** Node's own ways between its two kinds of streams throw beside everybody when one is given up in the middle. */
function webStream(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const reading = chunks[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reading.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
    async cancel() {
      await reading.return?.()
    },
  })
}

async function save(draft: string, chunks: ReadableStream<Uint8Array>): Promise<number> {
  const handle = await open(draft, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of chunks as unknown as AsyncIterable<Uint8Array>) {
      await handle.writeFile(chunk)
      bytes += chunk.byteLength
    }
    await handle.sync()
    return bytes
  } finally {
    await handle.close()
  }
}

const isDiskError = (error: unknown): boolean => typeof (error as { syscall?: unknown } | null)?.syscall === 'string'

/** The lines of a file that `writeAgeFile` wrote; throws BackupError for another key at once, for a cut or changed file where that shows. */
export async function readAgeFile(file: string, keys: BackupKeys): Promise<AsyncIterable<string>> {
  if (!existsSync(file)) throw new BackupError(`There is no file ${file}.`)
  const decrypter = decrypterOf(keys)
  const sealed = webStream(createReadStream(file))
  const plain = await decrypter.decrypt(sealed).catch((error: unknown) => {
    const said = error instanceof Error ? error.message : ''
    if (/no identity matched/.test(said))
      throw new BackupError('This backup is not for that passphrase or identity. Nothing was restored.')
    throw notWhole()
  })
  return linesOf(plain as unknown as AsyncIterable<Uint8Array>)
}

async function* linesOf(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const plain = createGunzip()
  // A fault on the way reaches us as that of what we read.
  pipeline(Readable.from(compressed), plain, () => undefined)
  let rest = ''
  try {
    for await (const bytes of plain as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest + decoder.decode() !== '') throw notWhole()
  } catch (error) {
    throw error instanceof BackupError ? error : notWhole()
  } finally {
    plain.destroy()
  }
}

function encrypterOf({ passphrase, recipient }: BackupKeys): Encrypter {
  if ((passphrase === undefined) === (recipient === undefined))
    throw new BackupError(
      'A backup is always encrypted: set either BACKUP_PASSPHRASE, or BACKUP_RECIPIENT to a public key (age1…).',
    )
  const encrypter = new Encrypter()
  try {
    if (recipient !== undefined) encrypter.addRecipient(recipient)
    if (passphrase !== undefined) encrypter.setPassphrase(passphrase)
  } catch {
    throw new BackupError('BACKUP_RECIPIENT is not a public key of age (age1…).')
  }
  return encrypter
}

function decrypterOf({ passphrase, identityFile }: BackupKeys): Decrypter {
  if (passphrase === undefined && identityFile === undefined)
    throw new BackupError(
      'Set BACKUP_PASSPHRASE, or BACKUP_IDENTITY_FILE to the file with the secret key (AGE-SECRET-KEY-…).',
    )
  const decrypter = new Decrypter()
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase)
  if (identityFile !== undefined) {
    const identities = existsSync(identityFile)
      ? (readFileSync(identityFile, 'utf8').match(/^AGE-SECRET-KEY-\S+$/gm) ?? [])
      : []
    if (identities.length === 0) throw new BackupError(`There is no secret key in ${identityFile} (AGE-SECRET-KEY-…).`)
    for (const identity of identities) decrypter.addIdentity(identity)
  }
  return decrypter
}
