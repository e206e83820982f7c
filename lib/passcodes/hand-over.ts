import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import type { Id } from '../ids/ids'
import { askCancel } from './ask-cancel'
import { getPasscode } from './queries'
import { mayOpen } from './rules'
import { wantCancel } from './want-cancel'

/**
 * Rule 4: the new code is on the door, so the one that it replaces goes. The wish is recorded first: an older code that is
 * still on its way goes as soon as the door has taken it. Not while its digits serve somebody else (I28).
 */
export async function handOver(ctx: DeskContext, replacedId: Id<'passcode'>): Promise<void> {
  const old = await getPasscode(ctx, replacedId)
  if (!mayOpen(old.state) || old.state === 'no-answer') return
  if (await withTransaction(ctx, (tx) => wantCancel(ctx, tx, old))) await askCancel(ctx, replacedId)
}
