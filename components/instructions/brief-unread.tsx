'use client'

import { Button } from '@/components/ui/button'
import { FailedState } from '@/components/ui/failed-state'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Skeleton } from '@/components/ui/skeleton'
import type { Refusal } from '@/lib/errors/contract'
import type { DoorBriefState } from './use-door-brief'

export interface BriefUnreadProps {
  state: Pick<DoorBriefState, 'brief' | 'refusal' | 'reading' | 'read'>
  retry: string
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** In the form's place until the door was read: that it is read, or why it could not be. */
export function BriefUnread({ state, retry, words }: BriefUnreadProps) {
  const { brief, refusal, reading, read } = state
  if (brief) return null
  if (reading) return <Skeleton lines={6} />
  const told = words(refusal)
  return (
    <FailedState title={told?.title} actions={<Button onClick={read}>{retry}</Button>}>
      {told?.next}
    </FailedState>
  )
}
