'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { OwnPin } from '@/lib/staff/contract'
import { PinDialog } from './pin-dialog'

export interface PinPanelProps {
  pin: OwnPin
  setPin: (pin: string) => Promise<ActionResult<unknown>>
  removePin: () => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Something changed, in words for the person. */
  onChanged: (text: string) => void
}

/** One's own PIN for registered desk computers. */
export function PinPanel({ pin, setPin, removePin, words, onChanged }: PinPanelProps) {
  const t = useTranslations('staff.pin')
  const [open, setOpen] = useState<'set' | 'remove' | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  function done(text: string) {
    setOpen(null)
    onChanged(text)
  }
  async function remove() {
    setBusy(true)
    const removed = await removePin().catch(() => null)
    setBusy(false)
    if (removed?.ok) return done(t('removed'))
    setRefusal(removed ? removed.error : { code: 'unexpected', requestId: '' })
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="text-soft">{t('intro')}</p>
      <p>{pin.set ? t('left', { n: pin.triesLeft }) : t('none')}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setOpen('set')}>{t(pin.set ? 'change' : 'set')}</Button>
        {pin.set && (
          <Button
            onClick={() => {
              setRefusal(null)
              setOpen('remove')
            }}
          >
            {t('remove')}
          </Button>
        )}
      </div>
      {open === 'set' && (
        <PinDialog setPin={setPin} words={words} onDone={() => done(t('done'))} onClose={() => setOpen(null)} />
      )}
      {open === 'remove' && (
        <ConfirmDialog
          open
          danger
          onClose={() => setOpen(null)}
          onConfirm={remove}
          title={t('removeTitle')}
          confirmLabel={t('remove')}
          busy={busy}
          error={told}
        >
          <p>{t('removeText')}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
