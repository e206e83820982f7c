import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { pseudonymSql } from '../access/guest-names'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { guestRecordsInput } from './input'
import { listGuestRecords } from './queries'

/**
 * *Erase guest*: names, booking numbers, telephone numbers and notes of one person go now, for all records that were picked.
 * Codes and keys stay as they are, also those that still open. Throws `not-found` when nothing of it is there (any more).
 */
export async function eraseGuest(
  ctx: DeskContext,
  input: { ids: string[] },
): Promise<{ erased: number; live: number }> {
  requirePermission(ctx, 'guest.erase')
  const { ids } = parseInput(guestRecordsInput, input)
  const records = await listGuestRecords(ctx, ids)
  if (records.length === 0) throw new DeskError('not-found')
  const at = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  const stayIds = records.flatMap(({ kind, id }) => (kind === 'stay' ? [id] : []))
  const keyIds = records.flatMap(({ kind, id }) => (kind === 'shared-key' ? [id] : []))
  await withTransaction(ctx, async (tx) => {
    await eraseNotes(ctx, tx, stayIds)
    const { rows } = await tx.execute<{ id: (typeof stayIds)[number] }>(sql`
      update stays set guest_name = ${pseudonymSql(sql`id`)}, booking_number = null, erased_at = ${at}
      where property_id = ${ctx.property.id} and id = any(${sql.param(stayIds)}::text[]) and erased_at is null
      returning id`)
    const shared = await tx.execute<{ id: string }>(sql`
      update shared_keys set owner_id = null, receiver_phone = null, room_name = null, note = null, erased_at = ${at}
      where property_id = ${ctx.property.id} and id = any(${sql.param(keyIds)}::text[]) and erased_at is null
      returning id`)
    for (const { id } of rows) await recordAuditEvent(ctx, tx, { event: 'guest.erased', stayId: id as never })
    for (const { id } of shared.rows) await recordAuditEvent(ctx, tx, { event: 'guest.erased', subjectId: id })
  })
  return { erased: records.length, live: records.reduce((sum, { live }) => sum + live, 0) }
}

/** What was typed for these stays, and wherever else at the property a note says one of the names. Before the names go. */
async function eraseNotes(ctx: DeskContext, tx: Transaction, stayIds: readonly string[]): Promise<void> {
  const at = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  const asked = sql`any(${sql.param(stayIds)}::text[])`
  const here = sql`property_id = ${ctx.property.id}`
  const names = sql`(
    select name from (select unnest(array[guest_name, booking_number]) as name from stays where ${here} and id = ${asked} and erased_at is null) n
    where length(name) >= 3)`
  const says = (column: string) =>
    sql`exists (select 1 from ${names} said where position(lower(said.name) in lower(${sql.raw(column)})) > 0)`
  const behind = sql`(
    select set_instruction_id from passcodes where stay_id = ${asked}
    union all select c.instruction_id from passcode_cancels c join passcodes p on p.id = c.passcode_id where p.stay_id = ${asked}
    union all select instruction_id from guest_keys where stay_id = ${asked})`
  await tx.execute(sql`
    update instructions set reason_note = null, note_erased_at = ${at}
    where ${here} and reason_note is not null and (id in ${behind} or ${says('reason_note')})`)
  // A name could be guessed from the hash of what was asked.
  await tx.execute(sql`update instructions set asked_hash = '' where ${here} and id in ${behind}`)
  await tx.execute(sql`
    update passcodes set note = null, used_anyway_note = null, closed_note = null, case_note = null, notes_erased_at = ${at}
    where ${here} and coalesce(note, used_anyway_note, closed_note, case_note) is not null
      and (stay_id = ${asked} or ${says("concat_ws(' ', note, used_anyway_note, closed_note, case_note)")})`)
  await tx.execute(sql`
    update guest_keys set note = null, note_erased_at = ${at}
    where ${here} and note is not null and (stay_id = ${asked} or ${says('note')})`)
  await tx.execute(sql`
    update shared_keys set note = null, erased_at = ${at} where ${here} and note is not null and ${says('note')}`)
}
