import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { permanentKeys } from '../db/schema/permanent-keys'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { newId } from '../ids/ids'
import { commitIntent, findPressed } from '../instructions/commit-intent'
import { requireBriefSeen } from '../instructions/require-brief-seen'
import { requireDoor } from '../instructions/require-door'
import { sendOrFind } from '../instructions/send-or-find'
import { requireReason } from '../stays/require-window'
import type { PermanentKeyIssued } from './contract'
import { issuePermanentKeyInput } from './input'

const instructionKinds = { permanent: 'permanent-key', admin: 'admin-key' } as const

/**
 * Asks for a key that never ends (2.2.2, 2.2.3), the admin key only where the server's setting has it. Its text goes to
 * this session once, by `showPermanentKey`, and is stored nowhere.
 */
export async function issuePermanentKey(
  ctx: DeskContext,
  input: z.input<typeof issuePermanentKeyInput>,
): Promise<PermanentKeyIssued> {
  requirePermission(ctx, 'permanent-key.issue')
  const { briefAt, ...asked } = parseInput(issuePermanentKeyInput, input)
  if (asked.kind === 'admin' && !ctx.adminKeysOn) throw new DeskError('admin-keys-off')
  const findEarlier = () => findPressedKey(ctx, asked.pressKey, asked)
  const earlier = await findEarlier()
  if (earlier) return earlier
  const door = await requireDoor(ctx, asked.lockId, asked.afterId)
  const { reason, reasonNote } = asked
  requireReason(ctx, reason, reasonNote)
  const kind = instructionKinds[asked.kind]

  const committed = await withTransaction(ctx, async (tx) => {
    await requireBriefSeen(ctx, tx, { lock: door, briefAt, startsAt: ctx.now })
    const intent = await commitIntent(ctx, tx, {
      kind,
      lock: door,
      pressKey: asked.pressKey,
      asked,
      reason: reason ?? null,
      reasonNote: reasonNote ?? null,
      repeatsId: asked.afterId ?? null,
    })
    if (!intent.fresh) return null
    const id = newId('permanentKey')
    await tx.insert(permanentKeys).values({
      id,
      propertyId: ctx.property.id,
      lockId: door.id,
      kind: asked.kind,
      instructionId: intent.id,
      createdAt: ctx.now,
    })
    await recordAuditEvent(ctx, tx, {
      event: 'permanent-key.asked',
      lockId: door.id,
      doorLabel: door.label,
      instructionId: intent.id,
      subjectId: id,
      reason: reason ?? null,
      details: { kind },
    })
    return {
      pressed: { permanentKeyId: id, instructionId: intent.id },
      command: {
        instructionId: intent.id,
        lock: { id: door.id, name: door.name, label: door.label },
        command: { kind } as const,
      },
    }
  })
  return sendOrFind(ctx, committed, findEarlier)
}

async function findPressedKey(ctx: DeskContext, pressKey: string, asked: unknown): Promise<PermanentKeyIssued | null> {
  const instructionId = await findPressed(ctx, pressKey, asked)
  if (!instructionId) return null
  const [row] = await ctx.db
    .select({ id: permanentKeys.id })
    .from(permanentKeys)
    .where(eq(permanentKeys.instructionId, instructionId))
  if (!row) throw new DeskError('press-key-reused')
  return { permanentKeyId: row.id, instructionId }
}
