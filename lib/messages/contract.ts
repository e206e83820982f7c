import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** `notice` = what managers are told; `heads` = the newest hashes of the activity (I33). */
export type MailKind = 'notice' | 'heads'

/** Why one attempt failed; a closed list with words of its own. */
export const mailFaults = [
  'not-set-up',
  'not-reached',
  'timed-out',
  'certificate',
  'sign-in',
  'refused',
  'overdue',
  'unexpected',
] as const
export type MailFault = (typeof mailFaults)[number]

/** One mail of the property and how far it came. */
export interface MailView {
  id: Id<'mail'>
  kind: MailKind
  to: string
  at: Instant
  state: 'waiting' | 'sent' | 'failed'
  /** When it was sent, or last tried. */
  triedAt: Instant | null
  fault: MailFault | null
}

/** How mail stands at the property, for its settings. */
export interface MailStanding {
  /** Null: no mail server is set, so nothing is sent. */
  server: { address: string; from: string } | null
  /** The newest mails. */
  recent: MailView[]
}
