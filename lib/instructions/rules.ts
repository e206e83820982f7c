import type { InstructionFacts, InstructionKind, Phase, VendorStatus } from './contract'

/** How long a command may wait for its turn before it counts as not-sent (I3, I12), in ms. */
export const turnLimitMs = 30_000
/** An unlock that comes later than this after the press is told as late (I7). */
export const lateUnlockMs = 60_000
/** An unlock is followed that long (design.md, the tracker). */
export const unlockTrackedMs = 600_000

const finalStatuses: readonly VendorStatus[] = [1, 2, 4]

export const isFinal = (status: VendorStatus | null): boolean => status !== null && finalStatuses.includes(status)

/** Keys have no door to confirm them (2.2.2–2.2.4): accepted is all there is. */
export const isDoneWhenAccepted = (kind: InstructionKind): boolean =>
  kind === 'guest-key' || kind === 'permanent-key' || kind === 'admin-key'

/** Where the instruction stands at `now`; `now` only decides whether following it has ended. */
export function phaseOf(facts: InstructionFacts, now: number): Phase {
  switch (facts.outcome) {
    case null:
      return facts.sendingAt === null ? 'waiting-turn' : 'sending'
    case 'not-sent':
      return 'not-sent'
    case 'rejected':
      return 'rejected'
    case 'unknown':
      return 'no-answer'
    case 'accepted':
      return acceptedPhase(facts, now)
  }
}

function acceptedPhase(facts: InstructionFacts, now: number): Phase {
  if (isDoneWhenAccepted(facts.kind) || facts.status === 1) return 'done'
  if (facts.status === 2) return 'failed'
  if (facts.status === 4) return 'not-pushed'
  if (facts.trackUntilAt !== null && now >= facts.trackUntilAt) return 'unconfirmed'
  if (facts.status === 5) return 'waiting-door'
  return facts.status === 3 ? 'waiting-push' : 'accepted'
}

/** Whether nothing more will change by itself: polls for it may stop. */
export function isSettled(facts: InstructionFacts, now: number): boolean {
  const phase = phaseOf(facts, now)
  return !['waiting-turn', 'sending', 'accepted', 'waiting-push', 'waiting-door'].includes(phase)
}

/** I5: when a wait at 3 or 5 becomes worth a warning, in ms. */
export const slowAfterMs = (kind: InstructionKind): number => (kind === 'unlock' ? 30_000 : 300_000)

/** I7: the door did unlock, but so late that somebody must go and look. */
export function isLateUnlock(facts: InstructionFacts): boolean {
  return (
    facts.kind === 'unlock' &&
    facts.status === 1 &&
    facts.settledAt !== null &&
    facts.settledAt - facts.intendedAt > lateUnlockMs
  )
}

/** The pause before the tracker asks again (design.md, "Only the tracker asks"); ages in ms by the monotonic clock. */
export function pollDelayMs(
  status: VendorStatus | null,
  sinceAcceptedMs: number,
  sincePushedMs: number | null,
): number {
  if (sinceAcceptedMs > 600_000) return 60_000
  if (sinceAcceptedMs > 30_000) return 5_000
  if (status === 5) return sincePushedMs !== null && sincePushedMs < 6_000 ? 250 : 500
  return sinceAcceptedMs < 2_000 ? 250 : 500
}
