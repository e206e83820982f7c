'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { showToast } from '@/components/ui/toast'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { type PrivacyRun, removedKinds } from '@/lib/privacy/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'

export interface RemovalPanelProps {
  lastRun: PrivacyRun | null
  zone: string
  /** Null for who may only look. */
  run: (() => Promise<ActionResult<PrivacyRun>>) | null
  words: (refusal: Refusal | null) => RefusalWords | null
  onDone: () => void
}

/** When what had its time was removed last, and how much of each kind. */
export function RemovalPanel({ lastRun, zone, run, words, onDone }: RemovalPanelProps) {
  const t = useTranslations('privacy.run')
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const told = words(refusal)

  async function press(ask: NonNullable<typeof run>) {
    setBusy(true)
    const done = await ask().catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (!done?.ok) return
    showToast({ text: t('done', { n: Object.values(done.data.removed).reduce((sum, n) => sum + n, 0) }) })
    onDone()
  }

  const removed = removedKinds.flatMap((kind) => {
    const n = lastRun?.removed[kind]
    return n ? [{ key: kind, term: t(`kinds.${kind}`), value: n.toLocaleString(locale) }] : []
  })
  return (
    <SectionCard
      title={t('title')}
      actions={
        run && (
          <Button busy={busy} onClick={() => press(run)}>
            {t('now')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {told && (
          <Banner tone="problem" live title={told.title}>
            {told.next}
          </Banner>
        )}
        <p>
          {t('every')} {lastRun ? t('last', { at: sayWholeMoment(lastRun.at, { zone, locale }) }) : t('never')}
          {lastRun && removed.length === 0 && ` ${t('nothing')}`}
        </p>
        {removed.length > 0 && <DefinitionList items={removed} />}
      </div>
    </SectionCard>
  )
}
