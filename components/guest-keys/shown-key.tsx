'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Qr } from '@/components/ui/qr'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { useWhenLocked } from '@/components/ui/use-when-locked'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { GuestKeyView, ShownGuestKey } from '@/lib/guest-keys/contract'

export interface ShownKeyProps {
  guestKeyId: GuestKeyView['id']
  show: (id: GuestKeyView['id']) => Promise<ActionResult<ShownGuestKey>>
  /** Whether it stands on the screen, for the only time. */
  onShown?: (stands: boolean) => void
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** *Show key once*: its text and a drawing for the phone's camera, kept in this component's state only (I32). */
export function ShownKey({ guestKeyId, show, onShown, words }: ShownKeyProps) {
  const t = useTranslations('guestKeys.shown')
  const [key, setKey] = useState<ShownGuestKey | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const [taken, setTaken] = useState(false)
  const locked = useRef(false)

  // For good: who opens the screen again need not be who stood at it.
  useWhenLocked(() => {
    locked.current = busy
    if (key === null) return
    setKey(null)
    setTaken(true)
    onShown?.(false)
  })

  async function ask(): Promise<void> {
    locked.current = false
    setBusy(true)
    const done = await show(guestKeyId).catch(() => ({ ok: false as const, error: lost }))
    setBusy(false)
    setRefusal(done.ok ? null : done.error)
    if (!done.ok) return
    // Locked while it was on its way.
    if (locked.current) return setTaken(true)
    setKey(done.data)
    onShown?.(true)
  }

  if (key)
    return (
      <section aria-label={t('label')} className="flex flex-col gap-3">
        <div className="flex flex-wrap items-start gap-4">
          <Qr {...key.drawn} label={t('qr')} />
          <div className="flex min-w-0 flex-1 basis-56 flex-col gap-3">
            <p>{t('give')}</p>
            <Banner tone="attention">{t('once')}</Banner>
            <CopyButton text={key.keyCode} />
            <p className="font-mono text-sm break-all select-all" data-key-code>
              {key.keyCode}
            </p>
          </div>
        </div>
      </section>
    )
  if (taken)
    return (
      <Banner live tone="attention" title={t('taken')}>
        {t('beforeNext')}
      </Banner>
    )
  const before = refusal?.code === 'code-not-shown' && refusal.details?.state === 'shown-before'
  return (
    <div className="flex flex-col items-start gap-3">
      <p>{t('onceBefore')}</p>
      {refusal && (
        <Banner live tone="problem" title={before ? t('before') : words(refusal)?.title}>
          {before ? t('beforeNext') : words(refusal)?.next}
        </Banner>
      )}
      {!before && (
        <Button tone="primary" icon="eye" busy={busy} onClick={ask}>
          {t('show')}
        </Button>
      )}
    </div>
  )
}

const lost: Refusal = { code: 'unexpected', requestId: '' }
