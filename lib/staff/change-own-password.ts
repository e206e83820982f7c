import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { people, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { lockFactors } from './change-factors'
import { countTry } from './count-try'
import { endSessionsOf } from './end-session'
import { factorColumns } from './factor-columns'
import { hashPassword, verifyPassword } from './hash-password'
import { changePasswordInput } from './input'
import { refuseWeakPassword } from './refuse-weak-password'

/** Replaces one's own password, one-time ones too, and ends every other session. Throws `wrong-credentials`, `password-too-…`. */
export async function changeOwnPassword(
  ctx: HouseContext,
  input: { password: string; newPassword: string },
  place: { address: string },
): Promise<{ sessionsEnded: number }> {
  const { personId, sessionId } = requirePerson(ctx)
  const { password, newPassword } = parseInput(changePasswordInput, input)
  const [found] = await ctx.db
    .select({ person: people, totp: factorColumns.totp, passkeys: factorColumns.passkeys })
    .from(people)
    .where(eq(people.id, personId))
  if (!found) throw new DeskError('not-signed-in')
  const { person } = found
  const hotels = await ctx.db
    .selectDistinct({ name: properties.name })
    .from(staffRoles)
    .innerJoin(properties, eq(properties.id, staffRoles.propertyId))
    .where(eq(staffRoles.personId, personId))
  const about = [person.name, person.email, ...hotels.map((hotel) => hotel.name)]
  const secondFactor = found.totp || found.passkeys
  const { short } = refuseWeakPassword(newPassword, about, 'newPassword', { secondFactor })
  if (newPassword === password) {
    throw new DeskError('invalid-input', { fields: { newPassword: 'same-password' } })
  }
  const counted = await countTry(ctx, { account: person.email, address: place.address })
  if (!(await verifyPassword(person.passwordHash, password))) {
    throw new DeskError('wrong-credentials', { fields: { password: 'wrong' } })
  }
  await counted.succeeded()
  const later = { ...ctx, now: ctx.clock.now() }
  const passwordHash = await hashPassword(newPassword)
  return withTransaction(later, async (tx) => {
    const still = await lockFactors(tx, personId)
    if (still.person.passwordHash !== person.passwordHash) throw new DeskError('changed-meanwhile')
    // The factor beside which it may be short went meanwhile.
    if (short && still.person.totpConfirmedAt === null && still.passkeys === 0) throw new DeskError('changed-meanwhile')
    await tx
      .update(people)
      .set({ passwordHash, passwordChangedAt: later.now, passwordShort: short, oneTimePasswordUntil: null })
      .where(eq(people.id, personId))
    const sessionsEnded = await endSessionsOf(tx, personId, later.now, sessionId)
    await recordAuditEvent(later, tx, {
      event: 'person.password-changed',
      subjectId: personId,
      details: { sessions: sessionsEnded },
    })
    return { sessionsEnded }
  })
}
