import { and, count, eq, inArray, isNull } from 'drizzle-orm'
import type { StaffActor } from '../access/actor'
import type { HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import type { Transaction } from '../db/database'
import { people, recoveryCodes } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { hashesOfRecoveryCode } from './change-factors'
import type { FactorKind } from './contract'
import { readTypedCode } from './rules'
import { totpAad } from './set-up-totp'
import { spendFactorResetCode } from './spend-factor-reset-code'
import { findTotpStep, isTotpCode } from './totp-codes'

/** The person's row, locked by the caller's transaction. */
export type LockedPerson = typeof people.$inferSelect

/** Who has shown the password, for lines that are written before there is a session. */
function personActor(person: { id: Id<'person'>; name: string }, ctx: HouseContext): StaffActor {
  return {
    kind: 'staff',
    personId: person.id,
    sessionId: 'ses_none' as Id<'session'>,
    name: person.name,
    roles: [],
    provedAt: ctx.now,
  }
}

/** Uses up what was typed in place of the second step: six digits of the app, a recovery code, or the console's reset code. Null = wrong. */
export async function takeFactorCode(
  ctx: HouseContext,
  tx: Transaction,
  person: LockedPerson,
  typed: string,
): Promise<FactorKind | null> {
  const code = readTypedCode(typed)
  if (isTotpCode(code)) return (await takeTotpCode(ctx, tx, person, code)) ? 'totp' : null
  if (code.length === 10) return (await takeRecoveryCode(ctx, tx, person, code)) ? 'recovery-code' : null
  if (code.length === 20) return (await spendFactorResetCode(ctx, tx, person, code)) ? 'reset-code' : null
  return null
}

/** Each code works once (RFC 6238, 5.2). */
export async function takeTotpCode(
  ctx: HouseContext,
  tx: Transaction,
  person: LockedPerson,
  code: string,
): Promise<boolean> {
  if (person.totpSealed === null || person.totpConfirmedAt === null) return false
  const secret = ctx.sealer.unseal(person.totpSealed, totpAad(person.id))
  const step = findTotpStep(secret, code, { now: ctx.now, lastStep: person.totpStep })
  if (step === null) return false
  await tx.update(people).set({ totpStep: step }).where(eq(people.id, person.id))
  return true
}

async function takeRecoveryCode(
  ctx: HouseContext,
  tx: Transaction,
  person: LockedPerson,
  code: string,
): Promise<boolean> {
  const unused = and(eq(recoveryCodes.personId, person.id), isNull(recoveryCodes.usedAt))
  const used = await tx
    .update(recoveryCodes)
    .set({ usedAt: ctx.now })
    .where(and(unused, inArray(recoveryCodes.codeHash, hashesOfRecoveryCode(ctx, person.id, code))))
    .returning({ personId: recoveryCodes.personId })
  if (used.length === 0) return false
  const [left] = await tx.select({ count: count() }).from(recoveryCodes).where(unused)
  await recordAuditEvent({ ...ctx, actor: personActor(person, ctx) }, tx, {
    event: 'person.recovery-code-used',
    subjectId: person.id,
    details: { count: left?.count ?? 0 },
  })
  return true
}
