import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { actorLabel, personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { requireWithin } from '../access/require-within'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { keeperAccounts } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type Id, newId } from '../ids/ids'
import { keeperAccountInput } from './input'
import { sendKeeperAccount } from './send-keeper-account'

/** So many accounts may be asked for in a minute at a property. */
const perMinute = 10

/**
 * Asks for an account of the app Lock Keeper (2.5.1): the intent is committed first, then sent once, outside the request.
 * The password goes along in memory and is kept nowhere; the same press key is the same press, whatever password comes with it.
 */
export async function createKeeperAccount(
  ctx: DeskContext,
  input: z.input<typeof keeperAccountInput>,
): Promise<{ keeperAccountId: Id<'keeperAccount'> }> {
  requirePermission(ctx, 'keeper-account.create')
  const { password, pressKey, ...asked } = parseInput(keeperAccountInput, input)
  const askedHash = createHash('sha256').update(JSON.stringify(asked)).digest('base64url')
  if (ctx.background.stopping.aborted) throw new DeskError('stopping')
  const id = newId('keeperAccount')
  const committed = await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .insert(keeperAccounts)
      .values({
        ...{ id, propertyId: ctx.property.id, ...asked, pressKey, askedHash },
        ...{ personId: personIdOf(ctx.actor), actorLabel: actorLabel(ctx.actor) },
        ...{ intendedAt: ctx.now, processId: ctx.processId },
      })
      .onConflictDoNothing({ target: [keeperAccounts.propertyId, keeperAccounts.pressKey] })
      .returning({ id: keeperAccounts.id })
    if (!row) return { id: await pressedBefore(ctx, tx, pressKey, askedHash), fresh: false }
    await requireWithin(tx, new Map([[`keepers:${ctx.property.id}`, perMinute]]), ctx.now)
    await recordAuditEvent(ctx, tx, {
      event: 'keeper-account.asked',
      subjectId: id,
      details: { username: asked.username, name: asked.name },
    })
    return { id, fresh: true }
  })
  if (committed.fresh)
    ctx.background.run('create-keeper-account', () =>
      sendKeeperAccount(ctx, { id, username: asked.username, password }),
    )
  return { keeperAccountId: committed.id }
}

/** I2: the same press again; with something else asked it is refused. */
async function pressedBefore(
  ctx: DeskContext,
  tx: Transaction,
  pressKey: string,
  askedHash: string,
): Promise<Id<'keeperAccount'>> {
  const [earlier] = await tx
    .select({ id: keeperAccounts.id, askedHash: keeperAccounts.askedHash })
    .from(keeperAccounts)
    .where(and(eq(keeperAccounts.propertyId, ctx.property.id), eq(keeperAccounts.pressKey, pressKey)))
  if (!earlier) throw new DeskError('changed-meanwhile')
  if (earlier.askedHash !== askedHash) throw new DeskError('press-key-reused')
  return earlier.id
}
