import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import type { LockView } from '@/lib/locks/contract'
import type { OldCodeEnds, PasscodeDetail, PasscodeView } from '@/lib/passcodes/contract'
import type { HouseTimes } from '@/lib/stays/rules'
import type { Instant } from '@/lib/time/clock'
import type { LocalMoment } from '@/lib/time/zone'

export type PasscodeId = PasscodeView['id']
export type LockId = PasscodeView['lockId']

/** A refusal in the reader's language, with the words for its fields. */
export type Words = (refusal: Refusal | null) => RefusalWords | null

/** One code with everything that its page and dialogs tell: what `GET /api/<property>/keys/<passcode>` answers. */
export interface CodeView {
  /** The server's time of the answer. */
  now: Instant
  code: PasscodeDetail
  /** Rule 3: the press's first code and what was asked for instead, in order; the last one is what counts. */
  attempts: PasscodeDetail[]
  /** Newer codes in its place: of the same stay, or asked for by *New code* and *Extend*. Newest first. */
  later: PasscodeView[]
  /** The code in whose place this one was asked for (rule 4). */
  replaced: PasscodeDetail | null
  /** Why nothing would reach the door now, while something waits for it; since when, where that can be said. */
  unreached: { why: 'no-contact' | 'not-heard'; sinceAt: Instant | null } | null
}

/** What the reader may do with codes, now or after signing in again. */
export interface CodeRights {
  issue: boolean
  issueLong: boolean
  cancel: boolean
  show: boolean
  useUnfit: boolean
  /** Asks the Lock Server about a door now. */
  look: boolean
  /** Puts a finished request away from *To do*. */
  dismiss: boolean
  /** Of a possible unknown code: note what was done about it, close it. */
  noteCase: boolean
  close: boolean
}

/** The property as dialogs about codes need it. */
export interface CodeHouse {
  slug: string
  times: HouseTimes
  reasons: readonly string[]
  may: CodeRights
}

export interface Pressed {
  passcodeId: PasscodeId
  instructionId: InstructionView['id']
}

export interface AskedCode {
  pressKey: string
  lockId: LockId
  guestName: string
  bookingNumber: string
  from: LocalMoment
  until: LocalMoment
  oneTime: boolean
  note: string
  reason?: string | undefined
  reasonNote?: string | undefined
  /** The earlier press that may have worked (I3). */
  afterId?: InstructionView['id'] | undefined
  /** When what the dialog shows of the door was read (I27). */
  briefAt: Instant
}

/** Whose code is gone with a lock (rule 10), and when it worked: what *Issue code* begins with then. */
export interface LostCode {
  guest: string | null
  startsAt: Instant
  endsAt: Instant
}

export interface AskedReplacement {
  pressKey: string
  passcodeId: PasscodeId
  /** As of `AskedCode` (I27). */
  briefAt: Instant
  until?: LocalMoment | undefined
  oldEnds: OldCodeEnds
  handOver?: LocalMoment | undefined
  reason?: string | undefined
  reasonNote?: string | undefined
}

/** The door as it was asked about for *Guest cannot get in*. */
export interface DoorLook {
  now: Instant
  lock: LockView
  /** The Lock Server answered just now; else this is what was known. */
  fresh: boolean
}

/** The writes, as the page's client part hands them down: already asking for the password where a verb wants one. */
export interface PasscodeActions {
  setUp: (asked: AskedCode) => Promise<ActionResult<Pressed>>
  replace: (asked: AskedReplacement) => Promise<ActionResult<Pressed>>
  cancel: (asked: { pressKey: string; passcodeId: PasscodeId }) => Promise<ActionResult<unknown>>
  show: (asked: {
    passcodeId: PasscodeId
    use: 'on-screen' | 'copy' | 'slip'
  }) => Promise<ActionResult<{ digits: string }>>
  handOutUnfit: (asked: {
    passcodeId: PasscodeId
    reason: string
    reasonNote?: string | undefined
  }) => Promise<ActionResult<unknown>>
  close: (asked: {
    passcodeId: PasscodeId
    reason: string
    reasonNote?: string | undefined
  }) => Promise<ActionResult<unknown>>
  noteCase: (asked: { passcodeId: PasscodeId; note: string }) => Promise<ActionResult<unknown>>
  dismiss: (id: InstructionView['id']) => Promise<ActionResult<unknown>>
  look: (lockId: LockId) => Promise<ActionResult<DoorLook>>
  words: Words
}

/** The call itself got no answer from Keydesk: pressed again with the same key it is the same press (I2). */
export const unanswered: Refusal = { code: 'unexpected', requestId: '' }
