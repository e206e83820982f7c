'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { InstructionTimeline, type InstructionTimelineProps } from '@/components/instructions/instruction-timeline'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { InstructionView } from '@/lib/instructions/contract'

interface UnlockProgressProps extends Pick<InstructionTimelineProps, 'property' | 'instruction' | 'zone' | 'usualMs'> {
  title: string
  /** Another press; whether this one may have worked. */
  onAgain: (mayHaveWorked: boolean) => void
  onClose: () => void
  /** Below the timeline is a next step of its own. */
  asks?: boolean
  /** Below the timeline. */
  children?: ReactNode
}

/** The press under way, in place of the form: the focus goes along. */
export function UnlockProgress({ title, onAgain, onClose, asks, children, ...followed }: UnlockProgressProps) {
  const t = useTranslations('unlocks')
  const [view, setView] = useState<InstructionView | null>(null)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  const refused = view !== null && view.outcome !== null && view.outcome !== 'accepted'
  const over = refused || (view !== null && view.settledAt !== null)
  const unlocked = view?.status === 1
  const mayHaveWorked = view?.outcome === 'unknown' || view?.outcome === 'accepted'
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={title}
      footer={
        <>
          {over && !unlocked && <Button onClick={() => onAgain(mayHaveWorked)}>{t('pressAgain')}</Button>}
          <Button tone={asks ? 'plain' : 'primary'} onClick={onClose}>
            {over ? t('close') : t('closeEarly')}
          </Button>
        </>
      }
    >
      <div ref={place} tabIndex={-1} className="outline-none">
        <InstructionTimeline {...followed} onView={setView} />
      </div>
      {!over && <p className="text-soft">{t('goesOn')}</p>}
      {children}
    </Dialog>
  )
}
