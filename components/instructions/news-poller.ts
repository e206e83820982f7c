import type { InstructionNews, InstructionView } from '@/lib/instructions/contract'

type InstructionId = InstructionView['id']

export interface Question {
  /** Versions as far as they are known here; 0 = never seen. */
  seen: ReadonlyMap<InstructionId, number>
  /** The mark of the emergency entries known here; empty for none. */
  emergencies: string
  /** How long the server may hold its answer, in ms. */
  holdMs: number
  /** Pause before the next question, so that other tabs get their turn at the connections. */
  restMs: number
}

export type Told =
  | { ok: true; news: InstructionNews }
  | { ok: false; why: 'signed-out' | 'not-allowed' | 'unreachable' }

export interface PollerParts {
  /** Never rejects. */
  ask(question: Question, signal: AbortSignal): Promise<Told>
  /** What to ask now; null ends the asking until `again`. */
  question(): Question | null
  /** Takes an answer in; returns whether anything in it was new. */
  heard(told: Told): boolean
  nowMs(): number
  /** Resolves after `ms` or when aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  /** 0 … 1. */
  chance(): number
}

export interface NewsPoller {
  /** Asks at once: what is asked has changed, or there is reason to hope for an answer. */
  again(): void
  rest(): void
}

const firstPauseMs = 500
const longestPauseMs = 30_000
/** Somebody may sign in again in another tab. */
const signedOutPauseMs = 60_000
/** An answer that came at once and said nothing new is not asked for again at once. */
const emptyAnswerPauseMs = 1_000

/** Before the next try after so many failures in a row, in ms; spread, so that desks do not come all together. */
export const pauseAfter = (failures: number, chance: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10)) * (0.8 + 0.4 * chance)

/** One question after the other, for as long as there is one. */
export function createNewsPoller(parts: PollerParts): NewsPoller {
  let generation = 0
  let underWay = new AbortController()
  let failures = 0

  async function run(mine: number): Promise<void> {
    while (mine === generation) {
      const question = parts.question()
      if (question === null) return
      underWay = new AbortController()
      const { signal } = underWay
      const askedMs = parts.nowMs()
      const told = await parts.ask(question, signal)
      if (signal.aborted || mine !== generation) return
      const isNew = parts.heard(told)
      if (!told.ok && told.why === 'not-allowed') return
      failures = told.ok ? 0 : failures + 1
      const tookMs = parts.nowMs() - askedMs
      const pauseMs = told.ok
        ? Math.max(question.restMs, isNew || tookMs >= emptyAnswerPauseMs ? 0 : emptyAnswerPauseMs)
        : told.why === 'signed-out'
          ? signedOutPauseMs
          : pauseAfter(failures, parts.chance())
      if (pauseMs > 0) await parts.pause(pauseMs, signal)
      if (signal.aborted) return
    }
  }

  function stop(): void {
    generation += 1
    underWay.abort()
  }

  return {
    again() {
      stop()
      failures = 0
      void run(generation)
    },
    rest: stop,
  }
}
