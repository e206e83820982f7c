import { Secret, TOTP } from 'otpauth'
import type { Instant } from '../time/clock'

/** RFC 6238 as every authenticator app knows it: SHA-1, six digits, 30 s, 160 random bits. */
const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const periodMs = shape.period * 1000

/** Base32. */
export const makeTotpSecret = (): string => new Secret({ size: 20 }).base32

/** `otpauth://totp/Keydesk:…`, as apps read it from a drawing. */
export function totpUri(secret: string, account: string): string {
  return new TOTP({ ...shape, issuer: 'Keydesk', label: account, secret: Secret.fromBase32(secret) }).toString()
}

export const isTotpCode = (text: string): boolean => /^\d{6}$/.test(text)

/**
 * The time step of a right code, one step of drift either way; null when it is wrong or no later than `lastStep`. A last
 * step of a clock that was ahead and went back does not count (I12).
 */
export function findTotpStep(
  secret: string,
  code: string,
  at: { now: Instant; lastStep: number | null },
): number | null {
  const present = Math.floor(at.now / periodMs)
  const delta = TOTP.validate({
    ...shape,
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp: at.now,
    window: 1,
  })
  if (delta === null) return null
  const step = present + delta
  const usedUp = at.lastStep !== null && at.lastStep <= present + 1 && step <= at.lastStep
  return usedUp ? null : step
}
