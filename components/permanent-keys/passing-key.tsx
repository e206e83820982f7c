'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useKeyText } from '@/components/instructions/use-key-text'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Spinner } from '@/components/ui/spinner'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { PermanentKeyView, ShownPermanentKey } from '@/lib/permanent-keys/contract'

export interface PassingKeyProps {
  permanentKeyId: PermanentKeyView['id']
  show: (id: PermanentKeyView['id']) => Promise<ActionResult<ShownPermanentKey>>
  /** Whether it stands on the screen, for the only time. */
  onShown: (stands: boolean) => void
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** Fetches the text at once, since the server holds it for a minute only; in its state only (I32). */
export function PassingKey({ permanentKeyId, show, onShown, words }: PassingKeyProps) {
  const t = useTranslations('permanentKeys.shown')
  const { key, taken, refusal, unanswered, busy, ask } = useKeyText(() => show(permanentKeyId), onShown)
  const begun = useRef(false)

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
  const told = unanswered ? { title: t('lostTitle'), next: t('lostNext') } : words(refusal)
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
