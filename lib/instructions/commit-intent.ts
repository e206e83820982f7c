import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { actorLabel, personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import type { Transaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import type { Instant } from '../time/clock'
import type { InstructionKind } from './contract'
import { limitCommands } from './limit-commands'
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
 * nothing more and sends nothing (I1, I2). Throws `stopping` once the process ends.
 */
export async function commitIntent(
  ctx: DeskContext,
  tx: Transaction,
  intent: Intent,
): Promise<{ id: Id<'instruction'>; fresh: boolean }> {
  // Whoever follows us takes it; here it would only wait for the end.
  if (ctx.background.stopping.aborted) throw new DeskError('stopping')
  const [row] = await tx
    .insert(instructions)
    .values({
      id: newId('instruction'),
      propertyId: ctx.property.id,
      kind: intent.kind,
      lockId: intent.lock.id,
      doorLabel: intent.lock.label,
      lockName: intent.lock.name,
      personId: personIdOf(ctx.actor),
      actorLabel: actorLabel(ctx.actor),
      emergency: intent.emergency ?? false,
      reason: intent.reason ?? null,
      reasonNote: intent.reasonNote ?? null,
      pressKey: intent.pressKey,
      askedHash: hashOfAsked(intent.asked),
      repeatsId: intent.repeatsId ?? null,
      details: intent.details ?? {},
      windowStartsAt: intent.windowStartsAt ?? null,
      windowEndsAt: intent.windowEndsAt ?? null,
      intendedAt: ctx.now,
      recordedAt: sql`clock_timestamp()`,
      processId: ctx.processId,
    })
    .onConflictDoNothing({ target: [instructions.propertyId, instructions.pressKey] })
    .returning({ id: instructions.id })
  if (row) {
    if (intent.kind === 'unlock') notePress(ctx, row.id)
    await limitCommands(ctx, tx, intent)
    return { id: row.id, fresh: true }
  }
  const earlier = await findPressed({ ...ctx, db: tx }, intent.pressKey, intent.asked)
  if (!earlier) throw new DeskError('changed-meanwhile')
  return { id: earlier, fresh: false }
}
