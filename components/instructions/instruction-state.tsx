'use client'

import { StatusWord } from '@/components/ui/status-word'
import type { InstructionView } from '@/lib/instructions/contract'
import type { Instant } from '@/lib/time/clock'
import type { InstructionId } from './instruction-feed'
import { useInstructionWords } from './instruction-words'
import { useTimeline } from './use-timeline'

export interface InstructionStateProps {
  property: string
  instruction: InstructionView | InstructionId
  zone: string
  readAt?: Instant
}

/** The state of a request in a row, live: "Waiting for the door". */
export function InstructionState({ property, instruction, zone, readAt }: InstructionStateProps) {
  const words = useInstructionWords(zone)
  const { view, timeline } = useTimeline(property, instruction, readAt)
  if (!view || !timeline) return null
  return (
    <span
      data-state={timeline.phase}
      {...(view.vendorInstructionId && { 'data-instruction': view.vendorInstructionId })}
    >
      <StatusWord tone={timeline.tone}>{words.state(timeline)}</StatusWord>
    </span>
  )
}
