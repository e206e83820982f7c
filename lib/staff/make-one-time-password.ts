import { randomText } from '../ids/ids'
import type { Instant } from '../time/clock'
import { oneTimePasswordMs } from './contract'
import { hashPassword } from './hash-password'

/** 100 random bits in groups of four that can be read aloud; replaced at the first sign-in. */
export async function makeOneTimePassword(now: Instant) {
  const password = (randomText(20).match(/.{4}/g) ?? []).join('-')
  return { password, passwordHash: await hashPassword(password), until: now + oneTimePasswordMs }
}
