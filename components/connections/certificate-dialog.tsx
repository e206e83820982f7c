'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { CertificateView } from '@/lib/connections/contract'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { Instant } from '@/lib/time/clock'
import { CertificateFacts } from './certificate-facts'

export interface CertificateDialogProps {
  certificate: CertificateView
  timeZone: string
  now: Instant
  /** Null for who may only look. */
  trust: ((sha256: string) => Promise<ActionResult<unknown>>) | null
  words: (refusal: Refusal | null) => RefusalWords | null
  onTrusted: () => void
  onClose: () => void
}

/** The certificate that the saved address shows now; trusted only after a person compared it. */
export function CertificateDialog({
  certificate,
  timeZone,
  now,
  trust,
  words,
  onTrusted,
  onClose,
}: CertificateDialogProps) {
  const t = useTranslations('connections')
  const ui = useTranslations('ui')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)
  const { trusted, sha256, validFrom, validUntil } = certificate
  const mayTrust = trust !== null && !trusted && validFrom <= now && now <= validUntil

  async function press() {
    if (!trust) return
    setBusy(true)
    const done = await trust(sha256).catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (done?.ok) onTrusted()
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('certificate.title')}
      footer={
        <>
          <Button onClick={onClose}>{mayTrust ? ui('cancel') : ui('close')}</Button>
          {mayTrust && (
            <Button tone="primary" busy={busy} onClick={press}>
              {t('test.trust')}
            </Button>
          )}
        </>
      }
    >
      <CertificateFacts {...{ certificate, timeZone, now }} compare={!trusted} />
      {told && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
    </Dialog>
  )
}
