'use client'

import { useTranslations } from 'next-intl'
import { StatusWord } from '@/components/ui/status-word'
import type { LockState } from '@/lib/locks/contract'
import type { Instant } from '@/lib/time/clock'
import { stateTones, stateWord } from './lock-words'

export interface LockStateWordProps {
  state: LockState
  sinceAt: Instant | null
  say: (at: Instant) => string
}

/** "Cannot be reached since 13:52", with its icon and hue. */
export function LockStateWord({ state, sinceAt, say }: LockStateWordProps) {
  const t = useTranslations('locks.states')
  return (
    <span data-state={state}>
      <StatusWord tone={stateTones[state]}>
        {t(stateWord(state, sinceAt), { since: sinceAt === null ? '' : say(sinceAt) })}
      </StatusWord>
    </span>
  )
}
