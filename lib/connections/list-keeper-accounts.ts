import { desc, eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { keeperAccounts } from '../db/schema/connections'
import type { KeeperAccountView, KeeperOutcome } from './contract'

/** Accounts that were asked for here, newest first (2.5.1); whoever else created some on the Lock Server is not known. */
export async function listKeeperAccounts(ctx: DeskContext): Promise<KeeperAccountView[]> {
  requirePermission(ctx, 'connection.see')
  const rows = await ctx.db
    .select()
    .from(keeperAccounts)
    .where(eq(keeperAccounts.propertyId, ctx.property.id))
    .orderBy(desc(keeperAccounts.intendedAt), desc(keeperAccounts.id))
    .limit(500)
  return rows.map(({ id, username, name, actorLabel, intendedAt, ...row }) => ({
    ...{ id, username, name, actorLabel, intendedAt },
    // A closed union, kept by the only writers of the column.
    outcome: row.outcome as KeeperOutcome | null,
    outcomeAt: row.outcomeAt,
    outcomeReason: row.outcomeReason,
    vendorMessage: row.vendorMessage,
    messageErasedAt: row.messageErasedAt,
  }))
}
