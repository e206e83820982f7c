import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { StaffActor } from '../access/actor'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent, recordCountedAuditEvent } from '../audit/record-audit-event'
import { instantToText } from '../db/columns'
import { withTransaction } from '../db/database'
import { people, sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { checkPasskey } from './check-passkey'
import { checkPin, takePin } from './check-pin'
import type { Proof } from './contract'
import { countFactorTry, countTry } from './count-try'
import { factorColumns } from './factor-columns'
import { findComputer } from './find-computer'
import { verifyPassword } from './hash-password'
import { proofInput } from './input'
import { refillPinTries, tooOldToCount } from './start-session'
import { takeTotpCode } from './take-factor-code'

interface Place {
  address: string
  computerToken?: string | null | undefined
}

/** How it was proved: a full proof is what a sign-in asks of this person, all of it. */
interface Shown {
  by: 'totp' | 'passkey' | 'pin' | null
  full: boolean
  /** The registered computer at which a PIN was typed: it counts at that one's property. */
  at?: Id<'deskComputer'>
}

/**
 * *R* of product.md: proves with the password, a code of the authenticator app, a passkey or, at a registered computer, the PIN
 * that the same person still sits there; a locked screen is open again. Throws `wrong-credentials`, `second-factor-wrong`,
 * `passkey-refused`, `too-many-tries`, and what `checkPin` throws.
 */
export async function signInAgain(ctx: HouseContext, input: Proof, place: Place): Promise<{ provedAt: Instant }> {
  const actor = requirePerson(ctx)
  const proof = parseInput(proofInput, input)
  if ('password' in proof) return provePassword(ctx, actor, proof.password, place)
  if ('code' in proof) return proveCode(ctx, actor, proof.code, place)
  if ('pin' in proof) return provePin(ctx, actor, proof.pin, place)
  const checked = await checkPasskey(ctx, proof.passkey, { askedFor: actor.personId })
  if (!checked) return failed(ctx, new DeskError('passkey-refused'), true)
  return noteProof(ctx, actor, place, { by: 'passkey', full: checked.userVerified })
}

async function provePin(ctx: HouseContext, actor: StaffActor, pin: string, place: Place) {
  const checked = await checkPin(ctx, { personId: actor.personId, pin }, place)
  const later = { ...ctx, now: ctx.clock.now() }
  return withTransaction(later, async (tx) => {
    const { computer } = await takePin(later, tx, checked)
    return noteProof({ ...later, db: tx }, actor, place, { by: 'pin', full: false, at: computer.id })
  })
}

async function provePassword(ctx: HouseContext, actor: StaffActor, password: string, place: Place) {
  const found = await findPerson(ctx, actor.personId)
  const { person } = found
  const counted = await countTry(ctx, { account: person.email, address: place.address })
  const later = { ...ctx, now: ctx.clock.now() }
  if (!(await verifyPassword(person.passwordHash, password)))
    return failed(later, new DeskError('wrong-credentials', { fields: { password: 'wrong' } }))
  await counted.succeeded()
  return noteProof(later, actor, place, { by: null, full: !(found.totp || found.passkeys) })
}

async function proveCode(ctx: HouseContext, actor: StaffActor, code: string, place: Place) {
  const counted = await countFactorTry(ctx, actor.personId, place.address)
  const later = { ...ctx, now: ctx.clock.now() }
  const right = await withTransaction(later, async (tx) => {
    const [person] = await tx.select().from(people).where(eq(people.id, actor.personId)).for('update')
    return person !== undefined && (await takeTotpCode(later, tx, person, code))
  })
  if (!right) return failed(later, new DeskError('second-factor-wrong', { fields: { code: 'wrong' } }), true)
  await counted.succeeded()
  return noteProof(later, actor, place, { by: 'totp', full: false })
}

async function findPerson(ctx: HouseContext, personId: Id<'person'>) {
  const [found] = await ctx.db
    .select({ person: people, totp: factorColumns.totp, passkeys: factorColumns.passkeys })
    .from(people)
    .where(eq(people.id, personId))
  if (!found) throw new DeskError('not-signed-in')
  return found
}

async function failed(ctx: HouseContext, refusal: DeskError, second = false): Promise<never> {
  await withTransaction(ctx, (tx) =>
    recordCountedAuditEvent(ctx, tx, {
      event: 'person.sign-in-failed',
      details: { again: true, ...(second && { second }) },
    }),
  )
  throw refusal
}

async function noteProof(ctx: HouseContext, actor: StaffActor, place: Place, { by, full, at }: Shown) {
  const { sessionId, personId } = actor
  await withTransaction(ctx, async (tx) => {
    // The person before the session, as everybody locks them.
    if (full) await refillPinTries(tx, personId)
    const computer = full ? await findComputer(ctx, place.computerToken, tx) : null
    const proved = await tx
      .update(sessions)
      .set({
        usedAt: ctx.now,
        lockedAt: null,
        ...(by === 'pin' ? { pinProvedAt: ctx.now, provedAt: provedBeforePin(ctx) } : { provedAt: ctx.now }),
        ...((by === 'totp' || by === 'passkey') && { secondFactorAt: ctx.now, secondFactorBy: by }),
        ...(computer && { computerId: computer.id, fullAt: ctx.now }),
        ...(at && {
          computerId: at,
          fullAt: sql`case when ${sessions.computerId} = ${at} then ${sessions.fullAt} end`,
        }),
      })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt), at && mayMoveTo(at)))
      .returning({ id: sessions.id })
    if (proved.length === 0) throw new DeskError(at ? 'full-sign-in-needed' : 'not-signed-in')
    await recordAuditEvent(ctx, tx, {
      event: 'person.signed-in-again',
      subjectId: sessionId,
      ...(by && { details: by === 'pin' ? { pin: true } : { factor: by } }),
    })
  })
  return { provedAt: ctx.now }
}

/** A session that rests on a shift at another computer stays there: it would outlive that shift. */
const mayMoveTo = (at: Id<'deskComputer'>) =>
  or(eq(sessions.computerId, at), isNull(sessions.computerId), isNull(sessions.fullAt))

/** What was proved before the screen was locked counts no more for whoever opens it by PIN. */
const provedBeforePin = (ctx: HouseContext) =>
  sql`case when ${sessions.lockedAt} is null then ${sessions.provedAt}
    else least(${sessions.provedAt}, ${instantToText(tooOldToCount(ctx))}::timestamptz) end`
