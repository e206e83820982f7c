import { and, eq, isNull } from 'drizzle-orm'
import type { StaffActor } from '../access/actor'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent, recordCountedAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people, sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { checkPasskey } from './check-passkey'
import type { Proof } from './contract'
import { countFactorTry, countTry } from './count-try'
import { verifyPassword } from './hash-password'
import { proofInput } from './input'
import { takeTotpCode } from './take-factor-code'

interface Place {
  address: string
}

/**
 * *R* of product.md: proves with the password, a code of the authenticator app or a passkey that the same person still sits
 * there. Throws `wrong-credentials`, `second-factor-wrong`, `passkey-refused`, `too-many-tries`.
 */
export async function signInAgain(ctx: HouseContext, input: Proof, place: Place): Promise<{ provedAt: Instant }> {
  const actor = requirePerson(ctx)
  const proof = parseInput(proofInput, input)
  if ('password' in proof) return provePassword(ctx, actor, proof.password, place)
  if ('code' in proof) return proveCode(ctx, actor, proof.code, place)
  if (!(await checkPasskey(ctx, proof.passkey, { askedFor: actor.personId })))
    return failed(ctx, new DeskError('passkey-refused'), true)
  return noteProof(ctx, actor, 'passkey')
}

async function provePassword(ctx: HouseContext, actor: StaffActor, password: string, place: Place) {
  const person = await findPerson(ctx, actor.personId)
  const counted = await countTry(ctx, { account: person.email, address: place.address })
  const later = { ...ctx, now: ctx.clock.now() }
  if (!(await verifyPassword(person.passwordHash, password)))
    return failed(later, new DeskError('wrong-credentials', { fields: { password: 'wrong' } }))
  await counted.succeeded()
  return noteProof(later, actor, null)
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
  return noteProof(later, actor, 'totp')
}

async function findPerson(ctx: HouseContext, personId: Id<'person'>) {
  const [person] = await ctx.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new DeskError('not-signed-in')
  return person
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

async function noteProof(ctx: HouseContext, { sessionId }: StaffActor, by: 'totp' | 'passkey' | null) {
  await withTransaction(ctx, async (tx) => {
    const proved = await tx
      .update(sessions)
      .set({
        provedAt: ctx.now,
        usedAt: ctx.now,
        ...(by && { secondFactorAt: ctx.now, secondFactorBy: by }),
      })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id })
    if (proved.length === 0) throw new DeskError('not-signed-in')
    await recordAuditEvent(ctx, tx, {
      event: 'person.signed-in-again',
      subjectId: sessionId,
      ...(by && { details: { factor: by } }),
    })
  })
  return { provedAt: ctx.now }
}
