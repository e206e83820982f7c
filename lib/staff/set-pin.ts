import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requireProvedPerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { parseInput } from '../errors/parse-input'
import { lockFactors } from './change-factors'
import { pinLimits } from './contract'
import { hashPassword } from './hash-password'
import { newPinInput } from './input'
import { refuseWeakPin } from './refuse-weak-pin'

/** One's own PIN for registered desk computers, in place of the former. Throws `pin-too-simple`. */
export async function setPin(ctx: HouseContext, input: { pin: string }): Promise<void> {
  const { personId } = requireProvedPerson(ctx)
  const { pin } = parseInput(newPinInput, input)
  refuseWeakPin(pin)
  const pinHash = await hashPassword(pin)
  await withTransaction(ctx, async (tx) => {
    await lockFactors(tx, personId)
    await tx.update(people).set({ pinHash, pinTriesLeft: pinLimits.tries }).where(eq(people.id, personId))
    await recordAuditEvent(ctx, tx, { event: 'person.pin-set', subjectId: personId })
  })
}

/** No PIN proves who one is any more, from the next request on. */
export async function removePin(ctx: HouseContext): Promise<void> {
  const { personId } = requireProvedPerson(ctx)
  await withTransaction(ctx, async (tx) => {
    const { person } = await lockFactors(tx, personId)
    if (person.pinHash === null) return
    await tx.update(people).set({ pinHash: null, pinTriesLeft: pinLimits.tries }).where(eq(people.id, personId))
    await recordAuditEvent(ctx, tx, { event: 'person.pin-removed', subjectId: personId })
  })
}
