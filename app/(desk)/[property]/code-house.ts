import type { CodeHouse } from '@/components/passcodes/passcode-contract'
import type { DeskContext } from '@/lib/access/context'
import { mayDo } from '@/lib/access/require-permission'

/** The property, and what the reader may do there, as the dialogs about codes need it. */
export function codeHouse(ctx: DeskContext): CodeHouse {
  const { slug, reasons, timeZone, arrivalTime, departureTime, hotelDayEndsAt, codeMarginMinutes, walkInLeadMinutes } =
    ctx.property
  return {
    slug,
    reasons,
    times: { timeZone, arrivalTime, departureTime, hotelDayEndsAt, codeMarginMinutes, walkInLeadMinutes },
    may: {
      issue: mayDo(ctx, 'passcode.set-up'),
      issueLong: mayDo(ctx, 'passcode.set-up-long'),
      cancel: mayDo(ctx, 'passcode.cancel'),
      show: mayDo(ctx, 'passcode.show'),
      useUnfit: mayDo(ctx, 'passcode.use-unfit'),
      look: mayDo(ctx, 'lock.refresh'),
      dismiss: mayDo(ctx, 'instruction.dismiss'),
      noteCase: mayDo(ctx, 'unaccounted-code.note'),
      close: mayDo(ctx, 'unaccounted-code.close'),
    },
  }
}
