import { count, eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import type { Transaction } from '../db/database'
import { passkeys, people, recoveryCodes, sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { type Id, randomText } from '../ids/ids'
import { factorLimits } from './contract'
import { endSessionsOf } from './end-session'
import { factorColumns } from './factor-columns'
import { readTypedCode } from './rules'

/** The person with what they have for a second step, while nobody else changes any of it. */
export async function lockFactors(tx: Transaction, personId: Id<'person'>) {
  const [person] = await tx.select().from(people).where(eq(people.id, personId)).for('update')
  if (!person || person.disabledAt !== null) throw new DeskError('not-signed-in')
  const [held] = await tx.select({ count: count() }).from(passkeys).where(eq(passkeys.personId, personId))
  return { person, passkeys: held?.count ?? 0 }
}

/**
 * Part of the transaction that added a factor: this session rests on it from now on. With the first one, sessions elsewhere
 * that rest on the password alone end, and ten recovery codes are returned, once.
 */
export async function noteNewFactor(
  ctx: HouseContext,
  tx: Transaction,
  made: { personId: Id<'person'>; sessionId: Id<'session'>; by: 'totp' | 'passkey'; first: boolean },
): Promise<{ recoveryCodes: string[] | null; sessionsEnded: number }> {
  await tx
    .update(sessions)
    .set({ secondFactorAt: ctx.now, secondFactorBy: made.by })
    .where(eq(sessions.id, made.sessionId))
  if (!made.first) return { recoveryCodes: null, sessionsEnded: 0 }
  const sessionsEnded = await endSessionsOf(tx, made.personId, ctx.now, made.sessionId)
  return { recoveryCodes: await replaceRecoveryCodes(ctx, tx, made.personId), sessionsEnded }
}

/** Ten new ones of 50 random bits as `xxxxx-xxxxx`, kept as keyed hashes; the former work no longer. */
export async function replaceRecoveryCodes(
  ctx: HouseContext,
  tx: Transaction,
  personId: Id<'person'>,
): Promise<string[]> {
  const codes = Array.from({ length: factorLimits.recoveryCodes }, () => randomText(10))
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId))
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ personId, codeHash: hashRecoveryCode(ctx, personId, code) })))
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`)
}

const hashRecoveryCode = (ctx: HouseContext, personId: Id<'person'>, code: string): string =>
  ctx.sealer.fingerprint(`${personId} ${code}`, 'recovery-code')

/** A code as it was typed, under every key known here: codes outlive a change of SECRETS_KEY. */
export const hashesOfRecoveryCode = (ctx: HouseContext, personId: Id<'person'>, code: string): string[] =>
  ctx.sealer.fingerprints(`${personId} ${readTypedCode(code)}`, 'recovery-code')

/**
 * Before the last factor goes: refused for who must have one (`second-factor-required`) and for a password that is too
 * short to stand alone (`password-too-short`). Without any factor the recovery codes open nothing and go too.
 */
export async function leaveLastFactor(
  tx: Transaction,
  person: { id: Id<'person'>; passwordShort: boolean },
): Promise<void> {
  const [needed] = await tx.select({ since: factorColumns.neededSince }).from(people).where(eq(people.id, person.id))
  if (needed && needed.since !== null) throw new DeskError('second-factor-required')
  if (person.passwordShort) throw new DeskError('password-too-short')
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, person.id))
}
