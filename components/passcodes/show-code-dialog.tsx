'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import { BigDigits } from '@/components/ui/big-digits'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { keepGutter } from '@/components/ui/keep-gutter'
import { useElapsed } from '@/components/ui/ticking'
import { useWhenLocked } from '@/components/ui/use-when-locked'

export interface ShowCodeDialogProps {
  digits: string
  /** "Works from … until …"; never the room (rule 8). */
  window: string
  onClose: () => void
}

/** Rule 8: at most so long. */
const longestMs = 180_000

/** The digits, big enough to be read across the counter, on a page of their own: nothing else is to be seen while they are. */
export function ShowCodeDialog({ digits, window, onClose }: ShowCodeDialogProps) {
  const t = useTranslations('passcodes.shown')
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const shownMs = useElapsed(digits, 1_000)
  const left = Math.max(0, Math.ceil((longestMs - shownMs) / 1_000))

  useLayoutEffect(() => {
    const element = dialog.current
    keepGutter()
    element?.showModal()
    return () => element?.close()
  }, [])

  useWhenLocked(onClose)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const timer = setTimeout(() => close.current(), longestMs)
    return () => clearTimeout(timer)
  }, [])

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      className="m-0 h-dvh max-h-none w-full max-w-none flex-col items-center justify-center gap-6 bg-surface p-6 text-center open:flex"
    >
      <h2 id={id} className="text-xl font-semibold">
        {t('title')}
      </h2>
      <div className="scale-125 sm:scale-150">
        <BigDigits digits={digits} />
      </div>
      <p className="text-lg">{window}</p>
      <div className="flex flex-wrap items-center justify-center gap-3">
        <CopyButton text={digits} />
        <Button tone="primary" data-autofocus onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <p className="text-sm text-soft">
        {t('closes', { minutes: Math.floor(left / 60), seconds: String(left % 60).padStart(2, '0') })}
      </p>
    </dialog>
  )
}
