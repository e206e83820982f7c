import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seals secrets at rest (I32). `aad` names the row and column, so that a sealed text is worth nothing elsewhere. */
export interface Sealer {
  /** What every text that is sealed now begins with: it names the key. */
  readonly prefix: string
  seal(text: string, aad: string): string
  /** Throws when the text was sealed with a key that is not known here, for another row, or was changed. */
  unseal(sealed: string, aad: string): string
  /** Keyed and one-way: for finding equal secrets without opening any. 43 characters. */
  fingerprint(text: string, purpose: string): string
  /** The same under every key known here, the newest first: for finding what was printed before a change of the key. */
  fingerprints(text: string, purpose: string): string[]
  /** Proves that whoever has the key wrote `text`; begins with the name of the key, so that older ones stay checkable. */
  mac(text: string, purpose: string): string
  /** Whether `mac` is the one of `text` under the key that it names; false when that key is not known here. */
  isMacOf(mac: string, text: string, purpose: string): boolean
  /** Of the key before this one what must outlive it, for `retired_keys`; null when none is given. */
  readonly previous: RetiredKey | null
  /** The same sealer that also checks what these signed and printed. */
  knowing(retired: readonly RetiredKey[]): Sealer
}

/** What macs and fingerprints of an earlier key are checked by; it opens nothing that is sealed. */
export interface RetiredKey {
  id: string
  printKey: string
  macKey: string
}

interface Key {
  id: string
  seal: Buffer | null
  print: Buffer
  mac: Buffer
}

/** Texts and macs of before keys had names begin so: any known key may be theirs. */
const unnamed = '1'

/**
 * AES-256-GCM with a key derived from SECRETS_KEY (32 bytes or more, base64 or hex text taken as it is). Seals with that
 * one; opens what it or SECRETS_KEY_PREVIOUS sealed; checks macs and fingerprints of retired ones too.
 */
export function createSealer(
  secret: string,
  { previous, retired = [] }: { previous?: string | undefined; retired?: readonly RetiredKey[] } = {},
): Sealer {
  const newest = keyOf(secret)
  const before = previous === undefined || previous === secret ? null : keyOf(previous)
  const given = before ? [newest, before] : [newest]
  const older = retired.filter(({ id }) => given.every((key) => key.id !== id)).map(retiredKeyOf)
  const keys: readonly Key[] = [...given, ...older]
  const printBy = ({ print }: Key, text: string, purpose: string) =>
    createHmac('sha256', print).update(`${purpose}\u0000${text}`).digest('base64url')
  const macBy = ({ mac }: Key, name: string, text: string, purpose: string) =>
    `${name}.${createHmac('sha256', mac).update(`${purpose}\u0000${text}`).digest('base64url')}`
  return {
    prefix: `2.${newest.id}.`,
    seal(text, aad) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', newest.seal, nonce).setAAD(Buffer.from(aad))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `2.${newest.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    unseal(sealed, aad) {
      const [version, ...parts] = sealed.split('.')
      const body = parts.pop() ?? ''
      if (version !== unnamed && version !== '2') throw new Error('sealed text of an unknown version')
      const tried = version === unnamed ? given : given.filter(({ id }) => id === parts[0])
      if (tried.length === 0) throw new Error('sealed with a key that is not known here')
      return openByAny(tried, body, aad)
    },
    fingerprint: (text, purpose) => printBy(newest, text, purpose),
    fingerprints: (text, purpose) => keys.map((key) => printBy(key, text, purpose)),
    mac: (text, purpose) => macBy(newest, newest.id, text, purpose),
    isMacOf(mac, text, purpose) {
      const name = mac.slice(0, Math.max(0, mac.indexOf('.')))
      return keys.some(
        (key) => (name === unnamed || name === key.id) && equalInConstantTime(mac, macBy(key, name, text, purpose)),
      )
    },
    knowing: (more) => createSealer(secret, { previous, retired: [...retired, ...more] }),
    previous: before && {
      id: before.id,
      printKey: before.print.toString('base64url'),
      macKey: before.mac.toString('base64url'),
    },
  }
}

function keyOf(secret: string): Key & { seal: Buffer } {
  const derive = (purpose: string, bytes = 32) => Buffer.from(hkdfSync('sha256', secret, 'keydesk', purpose, bytes))
  return {
    id: derive('name-1', 6).toString('base64url'),
    seal: derive('seal-1'),
    print: derive('fingerprint-1'),
    mac: derive('mac-1'),
  }
}

function retiredKeyOf({ id, printKey, macKey }: RetiredKey): Key {
  return { id, seal: null, print: Buffer.from(printKey, 'base64url'), mac: Buffer.from(macKey, 'base64url') }
}

function openByAny(keys: readonly { seal: Buffer }[], body: string, aad: string): string {
  const bytes = Buffer.from(body, 'base64url')
  let failure: unknown
  for (const { seal } of keys) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', seal, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(aad)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

/** Compares without telling by time where two texts differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
