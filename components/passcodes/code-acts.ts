import type { PasscodeState, PasscodeView } from '@/lib/passcodes/contract'
import type { Instant } from '@/lib/time/clock'
import type { CodeRights } from './passcode-contract'

/** What a person can do with a code, in the order of the buttons; the words are `passcodes.page.acts.<act>`. */
export type CodeAct = 'checks' | 'new-code' | 'extend' | 'cancel' | 'close'

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
export function codeActs(code: PasscodeView, may: CodeRights, now: Instant): CodeAct[] {
  const { state } = code
  const acts: Array<[CodeAct, boolean]> = [
    ['checks', may.look && state !== 'closed'],
    ['new-code', may.issue && code.endsAt > now && state !== 'sending' && state !== 'waiting-door'],
    ['extend', may.issue && extendable.includes(state) && code.cancelWantedAt === null],
    ['cancel', may.cancel && cancellable.includes(state)],
    ['close', may.close && state === 'no-answer'],
  ]
  return acts.flatMap(([act, can]) => (can ? [act] : []))
}
