'use client'

import { useEffect, useReducer } from 'react'
import type { InstructionView } from '@/lib/instructions/contract'
import type { Instant } from '@/lib/time/clock'
import type { InstructionId } from './instruction-feed'
import { type TimelineView, timelineOf } from './timeline-of'
import { type LiveInstructions, useInstructions } from './use-instructions'

const longestTimerMs = 2 ** 31 - 1

/** One instruction followed live, and its timeline now. `readAt`: the server's time when the page read it. */
export function useTimeline(
  property: string,
  wanted: InstructionView | InstructionId,
  readAt: Instant | undefined,
): { view: InstructionView | null; timeline: TimelineView | null; live: LiveInstructions } {
  const live = useInstructions(property, [wanted])
  const [, look] = useReducer((times: number) => times + 1, 0)
  const view = live.find(typeof wanted === 'string' ? wanted : wanted.id)
  const now = live.now() ?? readAt ?? (view ? latestOf(view) : 0)
  const timeline = view && timelineOf(view, now)
  const changesInMs = timeline?.changesInMs ?? null
  useEffect(() => {
    if (changesInMs === null) return
    const timer = setTimeout(look, Math.min(changesInMs + 20, longestTimerMs))
    return () => clearTimeout(timer)
  }, [changesInMs])
  return { view, timeline, live }
}

/** Nobody said what time it is: no later than the row itself knows. */
const latestOf = ({ intendedAt, sendingAt, outcomeAt, pushedAt, settledAt }: InstructionView): Instant =>
  Math.max(intendedAt, sendingAt ?? 0, outcomeAt ?? 0, pushedAt ?? 0, settledAt ?? 0)
