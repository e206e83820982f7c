import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { equalInConstantTime } from '../crypto/sealer'
import { people } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { factorLimits } from './contract'
import { factorColumns } from './factor-columns'

const aad = 'pending-sign-in'

interface Pending {
  personId: Id<'person'>
  at: Instant
  /** Of the password that was shown: with another one it is worth nothing. */
  password: string
}

const markOf = (ctx: HouseContext, passwordHash: string) => ctx.sealer.fingerprint(passwordHash, aad)

/** Proof for five minutes that a person has shown their password; it opens nothing but the second step. */
export function sealPendingSignIn(ctx: HouseContext, person: { id: Id<'person'>; passwordHash: string }): string {
  const pending: Pending = { personId: person.id, at: ctx.now, password: markOf(ctx, person.passwordHash) }
  return ctx.sealer.seal(JSON.stringify(pending), aad)
}

/** Whose second step it is and what they have for it; null when it ended, or the account changed meanwhile. */
export async function findPendingSignIn(ctx: HouseContext, sealed: string | undefined) {
  const pending = unseal(ctx, sealed)
  if (!pending || ctx.now - pending.at >= factorLimits.pendingSignInMs) return null
  const [found] = await ctx.db
    .select({ person: people, totp: factorColumns.totp, passkeys: factorColumns.passkeys })
    .from(people)
    .where(eq(people.id, pending.personId))
  if (!found || !isStillGood(ctx, found.person, pending.password)) return null
  return { personId: pending.personId, email: found.person.email, totp: found.totp, passkeys: found.passkeys }
}

/** The same of a row that a transaction has locked. */
export function isPendingOf(
  ctx: HouseContext,
  sealed: string,
  person: { id: Id<'person'>; passwordHash: string; disabledAt: Instant | null },
): boolean {
  const pending = unseal(ctx, sealed)
  return pending !== null && pending.personId === person.id && isStillGood(ctx, person, pending.password)
}

function isStillGood(
  ctx: HouseContext,
  person: { passwordHash: string; disabledAt: Instant | null },
  mark: string,
): boolean {
  return person.disabledAt === null && equalInConstantTime(mark, markOf(ctx, person.passwordHash))
}

function unseal(ctx: HouseContext, sealed: string | undefined): Pending | null {
  if (!sealed) return null
  try {
    return JSON.parse(ctx.sealer.unseal(sealed, aad)) as Pending
  } catch {
    return null
  }
}
