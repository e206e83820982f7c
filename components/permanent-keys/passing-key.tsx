'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Spinner } from '@/components/ui/spinner'
import { useWhenLocked } from '@/components/ui/use-when-locked'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { PermanentKeyView, ShownPermanentKey } from '@/lib/permanent-keys/contract'

export interface PassingKeyProps {
  permanentKeyId: PermanentKeyView['id']
  show: (id: PermanentKeyView['id']) => Promise<ActionResult<ShownPermanentKey>>
  /** Whether it stands on the screen, for the only time. */
  onShown: (stands: boolean) => void
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** Fetches the text at once, since the server holds it for a minute only; kept in this component's state only (I32). */
export function PassingKey({ permanentKeyId, show, onShown, words }: PassingKeyProps) {
  const t = useTranslations('permanentKeys.shown')
  const [key, setKey] = useState<ShownPermanentKey | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const [taken, setTaken] = useState(false)
  const begun = useRef(false)
  const locked = useRef(false)

  // For good: who opens the screen again need not be who stood at it.
  useWhenLocked(() => {
    locked.current = busy
    if (key === null) return
    setKey(null)
    setTaken(true)
    onShown(false)
  })

  async function ask(): Promise<void> {
    locked.current = false
    setBusy(true)
    const done = await show(permanentKeyId).catch(() => ({ ok: false as const, error: lost }))
    setBusy(false)
    setRefusal(done.ok ? null : done.error)
    if (!done.ok) return
    // Locked while it was on its way.
    if (locked.current) return setTaken(true)
    setKey(done.data)
    onShown(true)
  }

  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void ask()
  })

  if (key)
    return (
      <section aria-label={t('label')} className="flex min-w-0 flex-col gap-3">
        <Banner tone="attention" live title={t('once')}>
          {t('give')}
        </Banner>
        <CopyButton text={key.keyCode} />
        <p className="font-mono text-sm break-all select-all" data-key-code>
          {key.keyCode}
        </p>
      </section>
    )
  if (taken)
    return (
      <Banner live tone="attention" title={t('takenTitle')}>
        {t('takenNext')}
      </Banner>
    )
  if (!refusal)
    return (
      <p role="status" className="flex items-center gap-2">
        <Spinner /> {t('fetching')}
      </p>
    )
  const mayCome = refusal.code !== 'key-not-held'
  const told = refusal === lost ? { title: t('lostTitle'), next: t('lostNext') } : words(refusal)
  return (
    <div className="flex flex-col items-start gap-3">
      <Banner live tone={mayCome ? 'problem' : 'attention'} title={told?.title}>
        {told?.next}
      </Banner>
      {mayCome && (
        <Button tone="primary" icon="eye" busy={busy} onClick={ask}>
          {t('fetch')}
        </Button>
      )}
    </div>
  )
}

const lost: Refusal = { code: 'unexpected', requestId: '' }
