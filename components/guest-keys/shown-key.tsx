'use client'

import { useTranslations } from 'next-intl'
import { useKeyText } from '@/components/instructions/use-key-text'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Qr } from '@/components/ui/qr'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { GuestKeyView, ShownGuestKey } from '@/lib/guest-keys/contract'

export interface ShownKeyProps {
  guestKeyId: GuestKeyView['id']
  show: (id: GuestKeyView['id']) => Promise<ActionResult<ShownGuestKey>>
  /** Whether it stands on the screen, for the only time. */
  onShown?: (stands: boolean) => void
  words: (refusal: Refusal | null) => RefusalWords | null
}

/** *Show key once*: its text and a drawing for the phone's camera, in its state only (I32). */
export function ShownKey({ guestKeyId, show, onShown, words }: ShownKeyProps) {
  const t = useTranslations('guestKeys.shown')
  const { key, taken, refusal, busy, ask } = useKeyText(() => show(guestKeyId), onShown)

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
