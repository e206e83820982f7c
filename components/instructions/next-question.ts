import { type InstructionView, longestHoldMs, namedAtMost } from '@/lib/instructions/contract'
import { isSettled } from '@/lib/instructions/rules'
import type { Instant } from '@/lib/time/clock'
import type { Question } from './news-poller'
import type { Want } from './tab-channel'

type InstructionId = InstructionView['id']

export interface Asking {
  /** Of all tabs for which this one asks. */
  wants: readonly Want[]
  views: ReadonlyMap<InstructionId, InstructionView>
  late: readonly InstructionView[]
  /** The mark of the emergency entries known here. */
  emergencies: string
  /** The server's time. */
  now: Instant
  /**
   * `together`: one tab asks for all · `alone`: tabs cannot talk, so each holds for a moment only, as six connections
   * must serve them all · `find-back`: after a failure, an answer at once says that the connection is back.
   */
  pace: 'together' | 'alone' | 'find-back'
  /** Counts the questions: what is too much for one is asked for in turns. */
  turn: number
}

const shortHoldMs = 1_000
const shortHoldRestMs = 500

/** What to ask the server next, with the versions known here; null when all is settled and nobody waits for an alarm. */
export function nextQuestion({ wants, views, late, emergencies, now, pace, turn }: Asking): Question | null {
  const seen = new Map<InstructionId, number>()
  for (const [id] of wants.flatMap((want) => want.seen)) {
    const view = views.get(id)
    if (!view || !isSettled(view, now)) seen.set(id, view?.version ?? 0)
  }
  const alarm = wants.some((want) => want.alarm)
  if (alarm) for (const view of late) seen.set(view.id, view.version)
  if (seen.size === 0 && !alarm) return null
  if (seen.size > namedAtMost) {
    const from = (turn * namedAtMost) % seen.size
    const part = [...seen, ...seen].slice(from, from + namedAtMost)
    return { seen: new Map(part), emergencies, holdMs: pace === 'find-back' ? 0 : shortHoldMs, restMs: 0 }
  }
  switch (pace) {
    case 'find-back':
      return { seen, emergencies, holdMs: 0, restMs: 0 }
    case 'alone':
      return { seen, emergencies, holdMs: shortHoldMs, restMs: shortHoldRestMs }
    case 'together':
      return { seen, emergencies, holdMs: longestHoldMs, restMs: 0 }
  }
}
