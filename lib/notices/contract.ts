import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** What managers are told at once; each has words of its own. */
export const noticeKinds = ['person-added', 'role-raised', 'emergency-entry'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** One thing that managers are told, as the reader sees it. */
export interface NoticeView {
  id: Id<'notice'>
  kind: NoticeKind
  at: Instant
  /** Who did it. */
  actorLabel: string
  /** Whose account it is; null for an emergency entry. */
  subjectLabel: string | null
  /** What was given: codes of roles. */
  roles: readonly string[]
  /** Of an emergency entry: the door's name of that time. */
  doorLabel: string | null
  lockId: Id<'lock'> | null
  instructionId: Id<'instruction'> | null
  /** Of an emergency entry: null until the reason was given. */
  reason: string | null
  /** When the reader marked it; null until then. */
  seenAt: Instant | null
  /** Every manager who marked it, the first one first. */
  seenBy: readonly { name: string; at: Instant }[]
}

/** The emergency entries that the reader has not marked, with a mark of what the list says: another mark is news. */
export interface Emergencies {
  /** Empty for an empty list. */
  mark: string
  notices: readonly NoticeView[]
}
