import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { guestKeyStateSql } from '../guest-keys/state-sql'
import { cancelsSql, passcodeStateSql } from '../passcodes/state-sql'
import { guestRecordsInput } from './input'
import { listGuestRecords } from './queries'

/** Columns that are no fact about the person: secrets, and what only the ledger needs. */
const instructionFacts = sql`json_build_object('id', i.id, 'kind', i.kind, 'reason', i.reason, 'reasonNote', i.reason_note,
  'askedAt', i.intended_at, 'outcome', i.outcome, 'outcomeAt', i.outcome_at, 'settledAt', i.settled_at)`

/**
 * *Export guest*: all that the property has of one person, for the records that were picked, as one JSON text: stays, codes'
 * windows and states, mobile keys, requests, keys from other systems. No digits and no key codes. Throws `not-found`.
 */
export async function exportGuest(ctx: DeskContext, input: { ids: string[] }): Promise<{ json: string }> {
  requirePermission(ctx, 'guest.export')
  const { ids } = parseInput(guestRecordsInput, input)
  const records = await listGuestRecords(ctx, ids)
  if (records.length === 0) throw new DeskError('not-found')
  const asked = sql`any(${sql.param(records.map(({ id }) => id))}::text[])`
  const stays = await ctx.db.execute(sql`
    select g.id, g.guest_name as "guestName", g.booking_number as "bookingNumber", g.room_label as "room",
      g.starts_at as "startsAt", g.ends_at as "endsAt", g.created_at as "createdAt",
      coalesce((select json_agg(json_build_object('id', p.id, 'startsAt', p.starts_at, 'endsAt', p.ends_at, 'oneTime', p.one_time,
          'state', ${passcodeStateSql(ctx.now)}, 'note', p.note, 'usedAnywayNote', p.used_anyway_note,
          'closedReason', p.closed_reason, 'closedNote', p.closed_note, 'caseNote', p.case_note, 'cancelWantedAt', p.cancel_wanted_at, 'cancelConfirmedAt', k.confirmed_at,
          'createdAt', p.created_at) order by p.created_at)
        from passcodes p join instructions s on s.id = p.set_instruction_id ${cancelsSql(ctx.now)}
        where p.stay_id = g.id), '[]') as codes,
      coalesce((select json_agg(json_build_object('id', q.id, 'startsAt', q.starts_at, 'endsAt', q.ends_at,
          'state', ${guestKeyStateSql(ctx.now)}, 'note', q.note, 'shownAt', q.shown_at, 'createdAt', q.created_at) order by q.created_at)
        from guest_keys q join instructions s on s.id = q.instruction_id where q.stay_id = g.id), '[]') as "mobileKeys",
      coalesce((select json_agg(${instructionFacts} order by i.intended_at) from instructions i where i.id in (
        select set_instruction_id from passcodes where stay_id = g.id
        union all select c.instruction_id from passcode_cancels c join passcodes p on p.id = c.passcode_id where p.stay_id = g.id
        union all select instruction_id from guest_keys where stay_id = g.id)), '[]') as requests
    from stays g where g.property_id = ${ctx.property.id} and g.id = ${asked} order by g.starts_at`)
  const shared = await ctx.db.execute(sql`
    select id, lock_name as "lockName", room_name as "roomName", owner_id as "ownerId", receiver_phone as "receiverPhone",
      starts_at as "startsAt", ends_at as "endsAt", decision, decision_reason as "decisionReason", received_at as "receivedAt",
      last_received_at as "lastReceivedAt", deliveries, note
    from shared_keys where property_id = ${ctx.property.id} and id = ${asked} order by starts_at`)
  await withTransaction(ctx, async (tx) => {
    for (const { kind, id } of records)
      await recordAuditEvent(ctx, tx, {
        event: 'guest.exported',
        ...(kind === 'stay' ? { stayId: id as never } : { subjectId: id }),
      })
  })
  const exportedAt = new Date(ctx.now).toISOString()
  const { name, timeZone } = ctx.property
  const told = { property: name, timeZone, exportedAt, stays: stays.rows, keysFromOtherSystems: shared.rows }
  return { json: `${JSON.stringify(told, null, 2)}\n` }
}
