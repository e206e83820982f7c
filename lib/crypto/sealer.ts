import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seals secrets at rest (I32). `aad` names the row and column, so that a sealed text is worth nothing elsewhere. */
export interface Sealer {
  seal(text: string, aad: string): string
  /** Throws when the text was sealed with another key, for another row, or was changed. */
  unseal(sealed: string, aad: string): string
  /** Keyed and one-way: for finding equal secrets without opening any. 43 characters. */
  fingerprint(text: string, purpose: string): string
  /** Proves that whoever has the key wrote `text`; begins with the name of the key (`1.`), so that older ones stay checkable. */
  mac(text: string, purpose: string): string
  /** Whether `mac` is the one of `text` under the key that it names; false when that key is not known here. */
  isMacOf(mac: string, text: string, purpose: string): boolean
}

/** AES-256-GCM with a key derived from SECRETS_KEY (32 bytes or more, base64 or hex text taken as it is). */
export function createSealer(secret: string): Sealer {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'keydesk', purpose, 32))
  const sealKey = derive('seal-1')
  const printKey = derive('fingerprint-1')
  const macKeys = new Map([['1', derive('mac-1')]])
  const macBy = (keyId: string, text: string, purpose: string): string | null => {
    const key = macKeys.get(keyId)
    if (key === undefined) return null
    return `${keyId}.${createHmac('sha256', key).update(`${purpose}\u0000${text}`).digest('base64url')}`
  }
  return {
    seal(text, aad) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(aad))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    unseal(sealed, aad) {
      if (!sealed.startsWith('1.')) throw new Error('sealed text of an unknown version')
      const bytes = Buffer.from(sealed.slice(2), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(aad)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    fingerprint(text, purpose) {
      return createHmac('sha256', printKey).update(`${purpose}\u0000${text}`).digest('base64url')
    },
    mac: (text, purpose) => macBy('1', text, purpose) as string,
    isMacOf(mac, text, purpose) {
      const expected = macBy(mac.slice(0, mac.indexOf('.')), text, purpose)
      return expected !== null && equalInConstantTime(mac, expected)
    },
  }
}

/** Compares without telling by time where two texts differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
