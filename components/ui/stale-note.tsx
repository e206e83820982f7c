'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Age } from './age'
import { StatusWord } from './status-word'

export interface StaleNoteProps {
  ageMs: number
  readKey?: string | number
  /** "Try again" and the like. */
  action?: ReactNode
}

/** Stands over a list that could not be refreshed; the list itself stays. */
export function StaleNote({ ageMs, readKey, action }: StaleNoteProps) {
  const t = useTranslations('ui')
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 py-1">
      <StatusWord tone="attention" icon="clock">
        {t.rich('stale', { age: () => <Age ageMs={ageMs} {...(readKey !== undefined && { readKey })} /> })}
      </StatusWord>
      {action}
    </div>
  )
}
