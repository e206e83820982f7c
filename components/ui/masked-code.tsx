'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { BigDigits } from './big-digits'
import { Button } from './button'
import { useWhenLocked } from './use-when-locked'

export interface MaskedCodeProps {
  /** The digits while shown, else null. Keep them only in the component's state. */
  digits: string | null
  onShow: () => void
  onHide: () => void
  /** Asked for, not yet there. */
  busy?: boolean
  /** Why they cannot be shown. */
  refusal?: string | undefined
  /** Hidden again by itself; default and most 3 min. */
  hideAfterMs?: number
  /** Big for a dialog, in line for a row. */
  big?: boolean
  /** Beside Show or Hide while shown: Copy, Print. */
  actions?: ReactNode
}

const longestMs = 180_000

/** ••• with Show. */
export function MaskedCode(props: MaskedCodeProps) {
  const { digits, onShow, onHide, busy, refusal, hideAfterMs = longestMs, big, actions } = props
  const t = useTranslations('ui.code')

  useEffect(() => {
    if (digits === null) return
    const timer = setTimeout(onHide, Math.min(hideAfterMs, longestMs))
    return () => clearTimeout(timer)
  }, [digits, onHide, hideAfterMs])

  useWhenLocked(() => {
    if (digits !== null) onHide()
  })

  return (
    <div className={big ? 'flex flex-col gap-2' : 'inline-flex flex-wrap items-center gap-2'}>
      <div aria-live="polite">
        {digits === null ? (
          <span className={big ? 'font-mono text-[2.5rem]/12 tracking-widest' : 'font-mono tracking-widest'}>
            <span aria-hidden="true">•••</span>
            <span className="sr-only">{t('masked')}</span>
          </span>
        ) : big ? (
          <BigDigits digits={digits} />
        ) : (
          <span className="font-mono font-semibold select-all">{digits}</span>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {digits === null ? (
          <Button size={big ? 'regular' : 'small'} icon="eye" busy={busy} refusal={refusal} onClick={onShow}>
            {t('show')}
          </Button>
        ) : (
          <Button size={big ? 'regular' : 'small'} onClick={onHide}>
            {t('hide')}
          </Button>
        )}
        {digits !== null && actions}
      </div>
    </div>
  )
}
