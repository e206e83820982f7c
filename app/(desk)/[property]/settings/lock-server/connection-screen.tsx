'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { changeConnection, seeCertificate, testConnection, trustCertificate } from '@/app/_actions/connection'
import { CertificateDialog } from '@/components/connections/certificate-dialog'
import { ConnectionForm } from '@/components/connections/connection-form'
import { ReachBanner, ReachLine } from '@/components/connections/reach-banner'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { showToast } from '@/components/ui/toast'
import type { CertificateView, ConnectionView } from '@/lib/connections/contract'
import type { Refusal } from '@/lib/errors/contract'
import type { Instant } from '@/lib/time/clock'

interface ConnectionScreenProps {
  connection: ConnectionView | null
  slug: string
  timeZone: string
  readAt: Instant
  mayEdit: boolean
}

export function ConnectionScreen({ connection, slug, timeZone, readAt, mayEdit }: ConnectionScreenProps) {
  const t = useTranslations('connections')
  const s = useTranslations('settings')
  const router = useRouter()
  const words = useRefusalWords()
  const stepUp = useStepUp()
  const [shown, setShown] = useState<CertificateView | null>(null)
  const [looking, setLooking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const told = words(refusal)

  async function look() {
    setLooking(true)
    const seen = await seeCertificate(slug).catch(() => null)
    setLooking(false)
    setRefusal(seen ? (seen.ok ? null : seen.error) : { code: 'unexpected', requestId: '' })
    if (seen?.ok) setShown(seen.data)
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={
          <>
            {connection && <ReachLine connection={connection} readAt={readAt} />}
            {!mayEdit && <p>{s('readOnly')}</p>}
          </>
        }
      />
      {connection && (
        <ReachBanner
          connection={connection}
          readAt={readAt}
          actions={
            connection.failure?.startsWith('certificate-') && (
              <Button busy={looking} onClick={look}>
                {t('certificate.look')}
              </Button>
            )
          }
        />
      )}
      {told && (
        <Banner tone="problem" live title={told.title} className="mb-4">
          {told.next}
        </Banner>
      )}
      {connection || mayEdit ? (
        <ConnectionForm
          saved={connection}
          timeZone={timeZone}
          now={readAt}
          readOnly={!mayEdit}
          save={(sent) => stepUp(() => changeConnection(slug, sent))}
          test={(sent) => stepUp(() => testConnection(slug, sent))}
          words={words}
          onSaved={() => {
            showToast({ text: s('saved') })
            router.refresh()
          }}
        />
      ) : (
        <EmptyState icon="lock" title={t('none.title')}>
          {t('none.text')}
        </EmptyState>
      )}
      {shown && (
        <CertificateDialog
          certificate={shown}
          timeZone={timeZone}
          now={readAt}
          trust={mayEdit ? (sha256) => stepUp(() => trustCertificate(slug, sha256)) : null}
          words={words}
          onTrusted={() => {
            setShown(null)
            showToast({ text: t('certificate.trustedNow') })
            router.refresh()
          }}
          onClose={() => setShown(null)}
        />
      )}
    </>
  )
}
