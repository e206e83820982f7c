import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { askCancel, type CancelAsked } from './ask-cancel'
import { cancelPasscodeInput } from './input'
import { getPasscode } from './queries'
import { wantCancel } from './want-cancel'

/** A person wants a code gone: recorded first, asked of the door at once or as soon as the door has taken the code. */
export async function cancelPasscode(
  ctx: DeskContext,
  input: z.input<typeof cancelPasscodeInput>,
): Promise<{ asked: CancelAsked }> {
  requirePermission(ctx, 'passcode.cancel')
  const { pressKey, passcodeId } = parseInput(cancelPasscodeInput, input)
  const code = await getPasscode(ctx, passcodeId)
  if (!['sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed'].includes(code.state)) {
    throw new DeskError('code-not-cancellable', { details: { state: code.state } })
  }
  if (!(await withTransaction(ctx, (tx) => wantCancel(ctx, tx, code)))) {
    throw new DeskError('digits-live-for-another', { details: { endsAt: code.endsAt } })
  }
  return { asked: await askCancel(ctx, passcodeId, pressKey) }
}
