import { timelineOf } from '@/components/instructions/timeline-of'
import type { Tone } from '@/components/ui/tone'
import { showDate } from '@/components/ui/typed-date'
import { type ActivityRow, type AuditEvent, isOtherActor } from '@/lib/audit/contract'
import type { KeyRow } from '@/lib/front-desk/contract'
import { sinceOnDoor, stateTone } from '@/lib/front-desk/rules'
import type { InstructionFacts } from '@/lib/instructions/contract'
import { isBuiltInReason } from '@/lib/properties/contract'
import { callRefusals, decisionReasons } from '@/lib/shared-keys/contract'
import type { Instant } from '@/lib/time/clock'
import { sayTime, sayTimeToday } from '@/lib/time/say-moment'
import { toLocal } from '@/lib/time/zone'
import type { ActivityWords } from './activity-words'
import { detailLines } from './detail-lines'

/** One line of the activity in the reader's words. */
export interface ActivityLine {
  id: string
  when: string
  who: string
  what: string
  details: string[]
  door: string | null
  doorHref: string | null
  why: string | null
  /** `href` = the code or mobile key that came of it. */
  outcome: { tone: Tone; text: string; href: string | null } | null
}

export interface ActivityPlaceAndTime {
  slug: string
  zone: string
  locale: string
  now: Instant
}

/** Events that ask a door for something: what became of it is their outcome. */
const asking: readonly AuditEvent[] = [
  'passcode.asked',
  'passcode.cancel-asked',
  'guest-key.asked',
  'permanent-key.asked',
  'unlock.asked',
  'unlock.emergency',
  'instruction.answered',
  'instruction.settled',
]

export function activityLine(
  row: ActivityRow,
  words: ActivityWords,
  at: ActivityPlaceAndTime,
  key?: KeyRow,
): ActivityLine {
  const { activity } = words
  const times = row.count > 1 ? [activity('times', { n: row.count })] : []
  const from = row.address === null ? [] : [activity('details.address', { address: row.address })]
  return {
    id: row.id,
    when: `${showDate(toLocal(row.at, at.zone).date, at.locale)}, ${sayTime(row.at, at, true)}`,
    who: isOtherActor(row.actorKind) ? activity(`actors.${row.actorKind}`) : row.actorLabel,
    what: activity(`events.${row.event}`),
    details: [...times, ...detailLines(row, words, at), ...from],
    door: row.doorLabel,
    doorHref: row.lockId === null ? null : `/${at.slug}/locks/${row.lockId}`,
    why: whyOf(row, words),
    outcome: outcomeOf(row, words, at, key),
  }
}

function whyOf(
  { event, reason, details }: ActivityRow,
  { activity, reasons, sharedKeys }: ActivityWords,
): string | null {
  if (event === 'shared-key.received') {
    const because = decisionReasons.find((each) => each === details.because)
    return because === undefined ? null : sharedKeys(`reasons.${because}`)
  }
  if (reason === null) return null
  const refusal = event === 'callback.refused' && callRefusals.find((each) => each === reason)
  if (refusal) return activity(`refusals.${refusal}`)
  return isBuiltInReason(reason) ? reasons(reason) : reason
}

function outcomeOf(
  { event, details, instruction }: ActivityRow,
  { instructions, sharedKeys }: ActivityWords,
  at: ActivityPlaceAndTime,
  key: KeyRow | undefined,
): ActivityLine['outcome'] {
  if (event === 'shared-key.received') {
    const accepted = details.decision === 'accepted'
    const text = sharedKeys(`decisions.${accepted ? 'accepted' : 'refused'}`)
    return { tone: accepted ? 'ok' : 'neutral', text, href: null }
  }
  if (instruction === null || !asking.includes(event)) return null
  // The closed unions are kept by the only writers of these columns, in lib/instructions.
  const { tone, phase, kind, late } = timelineOf(instruction as InstructionFacts, at.now)
  const href = key ? `/${at.slug}/keys/${key.id}` : null
  if (phase !== 'done') return { tone, text: instructions(`state.${phase}`), href }
  const since = kind === 'set-code' && key ? sinceOnDoor(key) : null
  if (since === null || !key)
    return { tone, text: late ? instructions('state.late') : instructions(`state.done.${kind}`), href }
  const say = (when: Instant | null) => (when === null ? '' : sayTimeToday(when, at))
  const times = { got: say(instruction.settledAt), at: say(key.cancelConfirmedAt), until: say(key.endsAt) }
  return { tone: stateTone(key.state), text: instructions(`since.${since}`, times), href }
}
