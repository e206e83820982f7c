import type { PasscodeDetail, PasscodeState } from '@/lib/passcodes/contract'
import type { Instant } from '@/lib/time/clock'
import type { CodeRights } from './passcode-contract'

/** What a person can do with a code, in the order of the buttons; the words are `passcodes.page.acts.<act>`. */
export type CodeAct = 'checks' | 'new-code' | 'extend' | 'cancel' | 'note-case' | 'close' | 'put-away'

const cancellable: readonly PasscodeState[] = [
  'sending',
  'waiting-door',
  'on-door',
  'works-now',
  'cancelling',
  'cancel-failed',
]
const extendable: readonly PasscodeState[] = ['waiting-door', 'on-door', 'works-now', 'ended']

/** As the verbs will judge it (lib/passcodes); what would only be refused has no button. */
export function codeActs(code: PasscodeDetail, may: CodeRights, now: Instant): CodeAct[] {
  const { state } = code
  const acts: Array<[CodeAct, boolean]> = [
    ['checks', may.look && state !== 'closed'],
    ['new-code', may.issue && code.endsAt > now && state !== 'sending' && state !== 'waiting-door'],
    ['extend', may.issue && extendable.includes(state) && code.cancelWantedAt === null],
    ['cancel', may.cancel && cancellable.includes(state) && !isBeingCancelled(code)],
    ['note-case', may.noteCase && state === 'no-answer'],
    ['close', may.close && state === 'no-answer'],
    ['put-away', may.dismiss && waitsForSomebody(code)],
  ]
  return acts.flatMap(([act, can]) => (can ? [act] : []))
}

/** The first try, or the newest, is still on its way: asking again would only be the same. */
const isBeingCancelled = ({ state, cancels }: PasscodeDetail): boolean =>
  state === 'cancelling' && (cancels.open || cancels.tries === 0)

/** Stays in *To do* until somebody has seen it: a code that failed, or one that was never handed out (rule 3). */
function waitsForSomebody({
  state,
  unfit,
  usedAnyway,
  cancelWantedAt,
  setInstructionId,
  instructions,
}: PasscodeDetail) {
  if (instructions.find(({ id }) => id === setInstructionId)?.dismissedAt !== null) return false
  const undecided = unfit !== null && !usedAnyway && cancelWantedAt === null
  return state === 'failed' || (undecided && (state === 'on-door' || state === 'works-now'))
}
