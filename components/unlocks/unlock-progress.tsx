'use client'

import { useEffect, useRef } from 'react'
import { InstructionTimeline, type InstructionTimelineProps } from '@/components/instructions/instruction-timeline'

/** The timeline of the press, in place of the form: the focus goes along. */
export function UnlockProgress(props: InstructionTimelineProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <InstructionTimeline {...props} />
    </div>
  )
}
