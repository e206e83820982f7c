import type { Id } from '../ids/ids'
import { type Clock, minuteMs } from '../time/clock'

/** So long a text that is never stored waits in memory for the one who asked for it. */
export const passingForMs = minuteMs

interface PassingText {
  text: string
  sessionId: Id<'session'>
}

/** Texts of keys on their way to the person who pressed: in this process's memory for a minute and nowhere else (I32). */
export interface PassingTexts {
  hold(id: Id<'instruction'>, passing: PassingText): void
  /** Null when it was let go, never came, or belongs to somebody else's session. */
  find(id: Id<'instruction'>, sessionId: Id<'session'>): string | null
  letGo(id: Id<'instruction'>): void
}

export function createPassingTexts(clock: Clock, stopping: AbortSignal): PassingTexts {
  const held = new Map<Id<'instruction'>, PassingText>()
  return {
    hold(id, passing) {
      held.set(id, passing)
      void clock.wait(passingForMs, stopping).then(() => held.delete(id))
    },
    find(id, sessionId) {
      const passing = held.get(id)
      return passing?.sessionId === sessionId ? passing.text : null
    },
    letGo(id) {
      held.delete(id)
    },
  }
}
