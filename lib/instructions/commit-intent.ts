import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { actorLabel, personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { requireCountsWithin } from '../access/require-within'
import { noLine } from '../audit/append-events'
import { type AuditEntry, auditEventInStatement, recordAuditEvent } from '../audit/record-audit-event'
import { databaseOf, type Transaction } from '../db/database'
import { jsonRows } from '../db/json-rows'
import { countingSql } from '../db/rate-counts'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import type { Instant } from '../time/clock'
import type { InstructionKind } from './contract'
import { commandLimits } from './limit-commands'
import { notePress } from './press-times'

/** What a person (or the house) wants of a door, before anything is sent. */
export interface Intent {
  kind: InstructionKind
  lock: { id: Id<'lock'>; name: string; label: string }
  /** One press = one intent (I2). Follow-ups of the house make theirs from what they follow up. */
  pressKey: string
  /** Everything that was asked; the same press key with something else is refused. */
  asked: unknown
  /** Its reason comes afterwards. */
  emergency?: boolean
  reason?: string | null
  reasonNote?: string | null
  repeatsId?: Id<'instruction'> | null
  windowStartsAt?: Instant
  windowEndsAt?: Instant
  details?: Record<string, string | number | boolean | null>
}

const of = instructions
/** What an intent writes, besides when the database had it. */
const intended = jsonRows(instructions, {
  ...{
    id: of.id,
    propertyId: of.propertyId,
    kind: of.kind,
    lockId: of.lockId,
    doorLabel: of.doorLabel,
    lockName: of.lockName,
  },
  ...{
    personId: of.personId,
    actorLabel: of.actorLabel,
    emergency: of.emergency,
    reason: of.reason,
    reasonNote: of.reasonNote,
  },
  ...{ pressKey: of.pressKey, askedHash: of.askedHash, repeatsId: of.repeatsId, details: of.details },
  ...{
    windowStartsAt: of.windowStartsAt,
    windowEndsAt: of.windowEndsAt,
    intendedAt: of.intendedAt,
    processId: of.processId,
  },
})

export const hashOfAsked = (asked: unknown): string =>
  createHash('sha256').update(JSON.stringify(asked)).digest('base64url')

/** The intent of an earlier press with this key, or null; throws `press-key-reused` when it asked for something else (I2). */
export async function findPressed(
  ctx: DeskContext,
  pressKey: string,
  asked: unknown,
): Promise<Id<'instruction'> | null> {
  const [row] = await ctx.db
    .select({ id: instructions.id, askedHash: instructions.askedHash })
    .from(instructions)
    .where(and(eq(instructions.propertyId, ctx.property.id), eq(instructions.pressKey, pressKey)))
  if (!row) return null
  if (row.askedHash !== hashOfAsked(asked)) throw new DeskError('press-key-reused')
  return row.id
}

/**
 * Writes the intent in the caller's transaction. `fresh: false` = this press was committed before: the caller writes
 * nothing more and sends nothing (I1, I2). `line` is written with it. Throws `stopping` once the process ends, `too-many-requests`.
 */
export async function commitIntent(
  ctx: DeskContext,
  tx: Transaction,
  intent: Intent,
  line?: Pick<AuditEntry, 'event' | 'reason' | 'details'>,
): Promise<{ id: Id<'instruction'>; fresh: boolean }> {
  // Whoever follows us takes it; here it would only wait for the end.
  if (ctx.background.stopping.aborted) throw new DeskError('stopping')
  const id = newId('instruction')
  const row = {
    id,
    propertyId: ctx.property.id,
    kind: intent.kind,
    lockId: intent.lock.id,
    doorLabel: intent.lock.label,
    lockName: intent.lock.name,
    personId: personIdOf(ctx.actor),
    actorLabel: actorLabel(ctx.actor),
    emergency: intent.emergency ?? false,
    reason: intent.reason,
    reasonNote: intent.reasonNote,
    pressKey: intent.pressKey,
    askedHash: hashOfAsked(intent.asked),
    repeatsId: intent.repeatsId,
    details: intent.details ?? {},
    windowStartsAt: intent.windowStartsAt,
    windowEndsAt: intent.windowEndsAt,
    intendedAt: ctx.now,
    processId: ctx.processId,
  }
  const insert = sql`
    insert into instructions (${intended.names}, recorded_at) select ${intended.names}, clock_timestamp() from ${intended.of([row])}
    on conflict (property_id, press_key) do nothing returning 1 as here`
  const most = commandLimits(ctx, intent)
  const written = sql`exists (select from intent)`
  const { lock } = intent
  const entry = line && { ...line, lockId: lock.id, doorLabel: lock.label, instructionId: id }
  const told = (entry && auditEventInStatement(ctx, databaseOf(tx), entry)) ?? noLine
  const endsHere = sql`exists (select from chain)`
  // Whoever changes the property or its staff takes those rows first and the end of the chain last: so do we.
  const before = sql`(select count(*) from here) + (select count(*) from presser) + (select count(*) from counted) >= 0`
  const { rows } = await tx.execute<{ fresh: boolean; counts: Record<string, number> | null; told: boolean }>(sql`
    with intent as (${insert}), counted as (${countingSql([...most.keys()], ctx.now, written)}),
      here as (select id from properties where id = ${ctx.property.id} for key share),
      presser as (select id from people where id = ${personIdOf(ctx.actor) ?? ''} for key share),
      chain as (${told.endHere(sql`${written} and ${before}`)}), moved as (${told.moved(endsHere)}), told as (${told.told(endsHere)})
    select ${written} as fresh, (select json_object_agg(subject, count) from counted) as counts,
      exists (select from told) as told`)
  const [done] = rows
  if (done?.fresh) {
    if (done.told) told.done()
    else if (entry) await recordAuditEvent(ctx, tx, entry)
    requireCountsWithin(new Map(Object.entries(done.counts ?? {})), most, ctx.now)
    if (intent.kind === 'unlock') notePress(ctx, id)
    return { id, fresh: true }
  }
  const earlier = await findPressed({ ...ctx, db: tx }, intent.pressKey, intent.asked)
  if (!earlier) throw new DeskError('changed-meanwhile')
  return { id: earlier, fresh: false }
}
