import { useLocale, useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { DefinitionList } from '@/components/ui/definition-list'
import { StatusWord } from '@/components/ui/status-word'
import { showDate } from '@/components/ui/typed-date'
import type { CertificateView } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'
import { toLocal } from '@/lib/time/zone'
import { Sha256Text } from './sha256-text'

export interface CertificateFactsProps {
  certificate: CertificateView
  timeZone: string
  now: Instant
  /** It is the one to compare, since it is not trusted yet. */
  compare: boolean
}

/** What the address shows, for a person to compare with what the vendor says (R18). */
export function CertificateFacts({ certificate, timeZone, now, compare }: CertificateFactsProps) {
  const t = useTranslations('connections.certificate')
  const locale = useLocale()
  const { subject, issuer, selfSigned, validFrom, validUntil, sha256, trusted } = certificate
  const day = (at: Instant) => showDate(toLocal(at, timeZone).date, locale)
  const expiry = now < validFrom ? 'notYet' : now > validUntil ? 'expired' : null
  return (
    <div className="flex flex-col gap-3">
      <DefinitionList
        stacked
        items={[
          { key: 'subject', term: t('subject'), value: <span className="break-all">{subject}</span> },
          {
            key: 'issuer',
            term: t('issuer'),
            value: selfSigned ? t('selfSigned') : <span className="break-all">{issuer}</span>,
          },
          {
            key: 'validity',
            term: t('validity'),
            value: (
              <>
                {t('range', { from: day(validFrom), until: day(validUntil) })}{' '}
                {expiry && <StatusWord tone="problem">{t(expiry)}</StatusWord>}
              </>
            ),
          },
          { key: 'sha256', term: 'SHA-256', value: <Sha256Text sha256={sha256} /> },
        ]}
      />
      {trusted && <StatusWord tone="ok">{t('trusted')}</StatusWord>}
      {compare && (
        <Banner tone="attention" title={t('compareTitle')}>
          {t('compare')}
        </Banner>
      )}
    </div>
  )
}
