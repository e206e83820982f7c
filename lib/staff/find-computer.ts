import { and, inArray, isNull } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import type { Database, Transaction } from '../db/database'
import { deskComputers } from '../db/schema/staff'
import type { Id } from '../ids/ids'

const purpose = 'desk-computer'

export const hashComputerToken = (ctx: HouseContext, token: string): string => ctx.sealer.fingerprint(token, purpose)

export interface KnownComputer {
  id: Id<'deskComputer'>
  propertyId: Id<'property'>
  name: string
}

/** The registered computer whose cookie that is; null without one, and once it was removed. `stays` = until the transaction is over. */
export async function findComputer(
  ctx: HouseContext,
  token: string | null | undefined,
  db: Database | Transaction = ctx.db,
  { stays = false } = {},
): Promise<KnownComputer | null> {
  if (!token) return null
  const { id, propertyId, name } = deskComputers
  const asked = db
    .select({ id, propertyId, name })
    .from(deskComputers)
    .where(
      and(inArray(deskComputers.tokenHash, ctx.sealer.fingerprints(token, purpose)), isNull(deskComputers.removedAt)),
    )
  const [found] = stays ? await asked.for('share') : await asked
  return found ?? null
}
