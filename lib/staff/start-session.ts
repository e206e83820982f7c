import type { HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import type { Transaction } from '../db/database'
import { sessions } from '../db/schema/staff'
import { type Id, newId } from '../ids/ids'
import type { FactorKind } from './contract'

export interface SessionPlace {
  address: string
  userAgent: string
}

/** Part of the transaction that proved who it is: the session begins and the activity says so. */
export async function startSession(
  ctx: HouseContext,
  tx: Transaction,
  person: { id: Id<'person'>; name: string },
  place: SessionPlace,
  factor: FactorKind | null = null,
): Promise<Id<'session'>> {
  const id = newId('session')
  await tx.insert(sessions).values({
    id,
    personId: person.id,
    startedAt: ctx.now,
    usedAt: ctx.now,
    provedAt: ctx.now,
    // A reset code takes factors away and proves none.
    secondFactorAt: factor === null || factor === 'reset-code' ? null : ctx.now,
    secondFactorBy: factor,
    address: place.address,
    userAgent: place.userAgent.slice(0, 300),
  })
  const actor = {
    kind: 'staff',
    personId: person.id,
    sessionId: id,
    name: person.name,
    roles: [],
    provedAt: ctx.now,
  } as const
  await recordAuditEvent({ ...ctx, actor }, tx, {
    event: 'person.signed-in',
    subjectId: id,
    address: place.address,
    ...(factor && { details: { factor } }),
  })
  return id
}
