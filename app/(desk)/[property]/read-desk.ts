import type { DeskRoom, DeskView } from '@/components/front-desk/desk-contract'
import type { DeskContext } from '@/lib/access/context'
import { mayDo } from '@/lib/access/require-permission'
import { findReach } from '@/lib/connections/queries'
import { listDoorKeys } from '@/lib/front-desk/list-door-keys'
import { listToDo } from '@/lib/front-desk/list-to-do'
import { listToday } from '@/lib/front-desk/list-today'
import { listLocks } from '@/lib/locks/queries'
import { listUnseenNotices } from '@/lib/notices/queries'
import { listOccupied } from '@/lib/unlocks/queries'

/** The whole Desk as it stands now, from our rows alone; what the reader's roles do not show is null. */
export async function readDesk(ctx: DeskContext): Promise<DeskView> {
  const keys = new Map((await listDoorKeys(ctx)).map(({ lockId, ...known }) => [lockId, known]))
  const tellsOccupied = mayDo(ctx, 'room-occupied.see') && !mayDo(ctx, 'guest-name.see')
  const occupied = tellsOccupied ? await listOccupied(ctx) : null
  const rooms = (await listLocks(ctx)).map(
    ({ id, label, sortKey, floor, common, state, sinceAt }): DeskRoom => ({
      id,
      label,
      sortKey,
      floor,
      common,
      state,
      sinceAt,
      keys: keys.get(id) ?? null,
      ...(!common && occupied?.has(id) && { occupied: true as const }),
    }),
  )
  return {
    now: ctx.now,
    source: await findReach(ctx),
    rooms,
    notices: mayDo(ctx, 'notice.see') ? await listUnseenNotices(ctx, ['person-added', 'role-raised']) : null,
    toDo: mayDo(ctx, 'passcode.see') ? await listToDo(ctx) : null,
    today: mayDo(ctx, 'stay.see') ? await listToday(ctx) : null,
  }
}
