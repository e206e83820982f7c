import { and, eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { instantFromDriver } from '../db/columns'
import { type Transaction, withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { ChangedLock, ConcernedKey } from './contract'
import { type ChangeLockInput, changeLockInput } from './input'
import { nameInTransaction } from './name-lock'
import { doorLabel } from './rules'

/**
 * Somebody replaced, reset or moved the lock (rule 10). *Replaced* and *reset* end every live code and key of it;
 * with *moved* they travel and open the new door. Tells what is gone, what travelled and what guests have to get again.
 */
export async function changeLock(ctx: DeskContext, input: ChangeLockInput): Promise<ChangedLock> {
  requirePermission(ctx, 'lock.change')
  const { lockId, change, successorId, ...names } = parseInput(changeLockInput, input)
  if (change === 'moved' && names.room === null && names.door === null)
    throw new DeskError('invalid-input', { fields: { room: 'required' } })
  return withTransaction(ctx, async (tx) => {
    const own = and(eq(locks.id, lockId), eq(locks.propertyId, ctx.property.id))
    const [lock] = await tx.select().from(locks).where(own).for('no key update')
    if (!lock) throw new DeskError('not-found')
    const keys = await listLiveKeys(ctx, tx, lockId)
    const live = keys.map(({ onItsWay: _way, serves: _serves, ...key }) => key)
    // A reset empties the lock, but what a gateway still holds for it arrives afterwards and opens.
    const mayStillCome = change === 'reset' ? keys.filter(({ onItsWay }) => onItsWay) : []
    const lost = change === 'moved' ? [] : keys.filter((key) => !mayStillCome.includes(key))
    await markLost(ctx, tx, lost)
    await tx
      .update(locks)
      .set({ changedAt: ctx.now, version: sql`${locks.version} + 1` })
      .where(own)
    const labelBefore = doorLabel(lock)
    if (change === 'moved') await nameInTransaction(ctx, tx, lockId, names)
    if (change === 'replaced' && successorId) {
      const { room, door, floor } = lock
      await nameInTransaction(ctx, tx, lockId, { room: null, door: null, floor: null })
      await nameInTransaction(ctx, tx, successorId, { room, door, floor })
    }
    await recordAuditEvent(ctx, tx, {
      event: `lock.${change}`,
      lockId,
      doorLabel: labelBefore,
      ...(successorId ? { subjectId: successorId } : {}),
      details: {
        name: lock.name,
        gone: lost.length,
        travelled: change === 'moved' ? live.length : 0,
        ...(change === 'moved' ? { label: names.room ?? names.door } : {}),
      },
    })
    return {
      lockId,
      change,
      gone: lost,
      mayStillCome,
      travelled: change === 'moved' ? live : [],
      setUpAgain: onePerStay(keys),
      setUpAt: setUpAt(change, labelBefore, lockId, successorId ?? null),
    }
  })
}

/** A guest keeps the room, whatever hangs on its door: of each stay what served it longest. */
function onePerStay(keys: readonly LiveKey[]): ConcernedKey[] {
  const longest = new Map<string, ConcernedKey>()
  for (const { serves, onItsWay: _, ...key } of keys) if (serves && key.stayId !== null) longest.set(key.stayId, key)
  return [...longest.values()]
}

/** The lock that now hangs on the guests' door; null while it is not listed, or was taken away. */
function setUpAt(
  change: ChangedLock['change'],
  label: string,
  lockId: Id<'lock'>,
  successorId: Id<'lock'> | null,
): ChangedLock['setUpAt'] {
  if (change === 'reset') return { id: lockId, label }
  return change === 'replaced' && successorId ? { id: successorId, label } : null
}

/** `serves`: handed out to somebody, and nobody wished it gone. */
type LiveKey = ConcernedKey & { onItsWay: boolean; serves: boolean }

interface LiveRow extends Record<string, unknown> {
  kind: ConcernedKey['kind']
  id: ConcernedKey['id']
  stay_id: Id<'stay'> | null
  guest: string | null
  starts_at: unknown
  ends_at: unknown
  on_its_way: boolean
  serves: boolean
}

/** Whatever may still open the lock: set or perhaps set, not failed, not ended, its cancel not confirmed by the door. */
async function listLiveKeys(ctx: DeskContext, tx: Transaction, lockId: Id<'lock'>): Promise<LiveKey[]> {
  const now = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  const possible = sql`i.outcome is distinct from 'rejected' and i.outcome is distinct from 'not-sent'
    and i.status is distinct from 2 and i.status is distinct from 4`
  const { rows } = await tx.execute<LiveRow>(sql`
    select 'code' as kind, k.id, k.stay_id, s.guest_name as guest, k.starts_at, k.ends_at,
      i.status is distinct from 1 as on_its_way,
      (k.unfit is null or k.used_anyway_at is not null) and k.cancel_wanted_at is null as serves
    from passcodes k join instructions i on i.id = k.set_instruction_id left join stays s on s.id = k.stay_id
    where k.lock_id = ${lockId} and k.property_id = ${ctx.property.id} and k.lost_at is null and k.ends_at > ${now}
      and ${possible}
      and not exists (select 1 from passcode_cancels c join instructions ci on ci.id = c.instruction_id
        where c.passcode_id = k.id and ci.status = 1)
    union all
    select 'mobile-key', k.id, k.stay_id, s.guest_name, k.starts_at, k.ends_at, false, true
    from guest_keys k join instructions i on i.id = k.instruction_id left join stays s on s.id = k.stay_id
    where k.lock_id = ${lockId} and k.property_id = ${ctx.property.id} and k.lost_at is null and k.ends_at > ${now}
      and ${possible}
    union all
    select k.kind || '-key', k.id, null, null, k.created_at, null, false, false
    from permanent_keys k join instructions i on i.id = k.instruction_id
    where k.lock_id = ${lockId} and k.property_id = ${ctx.property.id} and k.lost_at is null and ${possible}
    order by ends_at nulls last, id`)
  const maySeeGuests = mayDo(ctx, 'guest-name.see')
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    stayId: row.stay_id,
    guest: maySeeGuests ? row.guest : null,
    startsAt: instantFromDriver(row.starts_at),
    endsAt: row.ends_at === null ? null : instantFromDriver(row.ends_at),
    onItsWay: row.on_its_way,
    serves: row.serves,
  }))
}

async function markLost(ctx: DeskContext, tx: Transaction, keys: readonly ConcernedKey[]): Promise<void> {
  if (keys.length === 0) return
  const lostAt = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  const ids = keys.map(({ id }) => id)
  await tx.execute(sql`update passcodes set lost_at = ${lostAt} where id in ${ids}`)
  await tx.execute(sql`update guest_keys set lost_at = ${lostAt} where id in ${ids}`)
  await tx.execute(sql`update permanent_keys set lost_at = ${lostAt} where id in ${ids}`)
}
