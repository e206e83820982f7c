import type { DeskContext } from '../access/context'
import type { Id } from '../ids/ids'
import type { Unfit } from './contract'
import { isWeak } from './rules'
import { findSameDigits } from './same-digits'

/** Rule 3: why these digits must not be handed out, or null. A duplicate counts before a weak one: it is never cancelled. */
export async function findFault(ctx: DeskContext, passcodeId: Id<'passcode'>, digits: string): Promise<Unfit | null> {
  if ((await findSameDigits(ctx, passcodeId, 'older')).length > 0) return 'duplicate'
  return isWeak(digits) ? 'weak' : null
}
