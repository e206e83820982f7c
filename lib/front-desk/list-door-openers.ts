import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import type { Id } from '../ids/ids'
import { listPermanentKeys } from '../permanent-keys/queries'
import { maskPhone } from '../stays/rules'
import type { DoorOpener } from './contract'
import { listLockKeys } from './list-keys'

/** Rule 7: whatever else opens this door now or later – told before it is given out to somebody new. */
export async function listDoorOpeners(ctx: DeskContext, lockId: Id<'lock'>): Promise<DoorOpener[]> {
  requirePermission(ctx, 'passcode.see')
  const keys = await listLockKeys(ctx, lockId)
  const openers = keys.map((key): DoorOpener => {
    const { id, guestName, startsAt, endsAt } = key
    const opener = { id, guestName, startsAt, endsAt }
    if (key.state === 'no-answer') return { ...opener, kind: 'unknown-code', why: 'not-known' }
    if (key.kind === 'mobile-key') return { ...opener, kind: 'mobile-key', why: 'cannot-be-recalled' }
    if (key.cancelWanted) return { ...opener, kind: 'code', why: 'cancel-unconfirmed' }
    if (key.unfit === 'duplicate' && !key.usedAnyway) return { ...opener, kind: 'code', why: 'same-digits' }
    return { ...opener, kind: 'code', why: 'serves' }
  })
  const { rows } = await ctx.db.execute<{ starts_at: unknown; ends_at: unknown; receiver_phone: string | null }>(sql`
    select starts_at, ends_at, receiver_phone from shared_keys
    where property_id = ${ctx.property.id} and lock_id = ${lockId} and decision = 'accepted'
      and ends_at > ${new Date(ctx.now).toISOString()}::timestamptz
    order by ends_at desc limit 50`)
  const shared = rows.map(
    (row): DoorOpener => ({
      id: null,
      kind: 'shared-key',
      why: 'cannot-be-recalled',
      guestName: row.receiver_phone !== null && mayDo(ctx, 'guest-name.see') ? maskPhone(row.receiver_phone) : null,
      startsAt: instantFromDriver(row.starts_at),
      endsAt: instantFromDriver(row.ends_at),
    }),
  )
  const permanent = (await listPermanentKeys(ctx, lockId)).map(
    ({ kind, state, createdAt }): DoorOpener => ({
      id: null,
      kind: `${kind}-key`,
      why: state === 'no-answer' ? 'may-never-end' : state === 'not-shown' ? 'seen-by-nobody' : 'never-ends',
      guestName: null,
      startsAt: createdAt,
      endsAt: null,
    }),
  )
  return [...openers, ...shared, ...permanent]
}
