import { and, desc, eq, lt, or } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { connections } from '../db/schema/connections'
import { locks } from '../db/schema/locks'
import { sharedKeys } from '../db/schema/shared-keys'
import { DeskError } from '../errors/desk-error'
import { isId } from '../ids/ids'
import { doorLabel } from '../locks/rules'
import { maskPhone } from '../stays/rules'
import {
  type Decision,
  type DecisionReason,
  type SharedKeyPage,
  type SharedKeyPlace,
  type SharedKeyView,
  sharedKeysPerPage,
} from './contract'

const columns = {
  id: sharedKeys.id,
  callId: sharedKeys.callId,
  lockId: sharedKeys.lockId,
  lockName: sharedKeys.lockName,
  room: locks.room,
  door: locks.door,
  roomName: sharedKeys.roomName,
  ownerId: sharedKeys.ownerId,
  receiverPhone: sharedKeys.receiverPhone,
  startsAt: sharedKeys.startsAt,
  endsAt: sharedKeys.endsAt,
  decision: sharedKeys.decision,
  decisionReason: sharedKeys.decisionReason,
  deliveries: sharedKeys.deliveries,
  receivedAt: sharedKeys.receivedAt,
  lastReceivedAt: sharedKeys.lastReceivedAt,
  note: sharedKeys.note,
  erasedAt: sharedKeys.erasedAt,
} as const

function selectKeys(ctx: DeskContext) {
  return ctx.db.select(columns).from(sharedKeys).leftJoin(locks, eq(locks.id, sharedKeys.lockId))
}

type Row = Awaited<ReturnType<typeof selectKeys>>[number]

/** The door's name of today; who the key is for and what the desk noted only for those who may see guests' names. */
function viewOf({ room, door, receiverPhone, ...row }: Row, namesSeen: boolean): SharedKeyView {
  return {
    ...row,
    doorLabel: row.lockId === null ? null : doorLabel({ room, door, name: row.lockName ?? '' }),
    ownerId: namesSeen ? row.ownerId : null,
    note: namesSeen ? row.note : null,
    receiver: receiverPhone === null ? null : maskPhone(receiverPhone),
    decision: row.decision as Decision,
    decisionReason: row.decisionReason as DecisionReason,
  }
}

/** What the callback received, newest first, a page after `after`. */
export async function listSharedKeys(
  ctx: DeskContext,
  page: { after?: SharedKeyPlace | null; limit?: number } = {},
): Promise<SharedKeyPage> {
  requirePermission(ctx, 'shared-key.see')
  const { after, limit = sharedKeysPerPage } = page
  const rows = await selectKeys(ctx)
    .where(
      and(
        eq(sharedKeys.propertyId, ctx.property.id),
        after
          ? or(
              lt(sharedKeys.receivedAt, after.receivedAt),
              and(eq(sharedKeys.receivedAt, after.receivedAt), lt(sharedKeys.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(sharedKeys.receivedAt), desc(sharedKeys.id))
    .limit(limit + 1)
  const keys = rows.slice(0, limit).map((row) => viewOf(row, mayDo(ctx, 'guest-name.see')))
  const last = keys.at(-1)
  return { keys, next: rows.length > limit && last ? { receivedAt: last.receivedAt, id: last.id } : null }
}

/** One key of the property, and the others that came in the same call; throws `not-found`. */
export async function getSharedKey(
  ctx: DeskContext,
  id: string,
): Promise<{ key: SharedKeyView; together: SharedKeyView[] }> {
  requirePermission(ctx, 'shared-key.see')
  if (!isId('sharedKey', id)) throw new DeskError('not-found')
  const ours = eq(sharedKeys.propertyId, ctx.property.id)
  const [row] = await selectKeys(ctx).where(and(ours, eq(sharedKeys.id, id)))
  if (!row) throw new DeskError('not-found')
  const namesSeen = mayDo(ctx, 'guest-name.see')
  // They came at one moment: the index of the list finds them.
  const others = await selectKeys(ctx)
    .where(and(ours, eq(sharedKeys.receivedAt, row.receivedAt), eq(sharedKeys.callId, row.callId)))
    .orderBy(sharedKeys.id)
  return {
    key: viewOf(row, namesSeen),
    together: others.filter((other) => other.id !== id).map((other) => viewOf(other, namesSeen)),
  }
}

/** Whether the property takes calls at all, for the words of an empty list; null without a Lock Server. */
export async function findSharingSwitch(ctx: DeskContext): Promise<{ on: boolean } | null> {
  requirePermission(ctx, 'shared-key.see')
  const [row] = await ctx.db
    .select({ on: connections.callbackOn })
    .from(connections)
    .where(eq(connections.propertyId, ctx.property.id))
  return row ?? null
}
