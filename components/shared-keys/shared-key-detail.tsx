import { useLocale, useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { DefinitionList } from '@/components/ui/definition-list'
import { SectionCard } from '@/components/ui/section-card'
import { TextLink } from '@/components/ui/text-link'
import type { SharedKeyView } from '@/lib/shared-keys/contract'
import type { Instant } from '@/lib/time/clock'
import { sayWholeMoment } from '@/lib/time/say-moment'
import { SharingDecision } from './sharing-decision'

export interface SharedKeyDetailProps {
  shared: SharedKeyView
  /** The others of the same call. */
  together: readonly SharedKeyView[]
  slug: string
  zone: string
  readAt: Instant
  /** Without it whom the key comes from is left out, not told as missing. */
  namesSeen: boolean
}

/** Everything that is known of one shared key; what cannot be undone is said while it may still open the door. */
export function SharedKeyDetail({ shared, together, slug, zone, readAt, namesSeen }: SharedKeyDetailProps) {
  const t = useTranslations('sharedKeys')
  const locale = useLocale()
  const say = (at: Instant) => sayWholeMoment(at, { zone, locale })
  const said = (text: string | null) => text ?? <span className="text-soft">{t('noReceiver')}</span>
  const { erasedAt } = shared
  const kept = (text: string | null) =>
    erasedAt ? <span className="text-soft">{t('details.erasedOn', { at: say(erasedAt) })}</span> : said(text)
  const { doorLabel, lockId, lockName, decision, deliveries, receivedAt, lastReceivedAt } = shared
  const items = [
    { key: 'answer', term: t('details.answer'), value: <SharingDecision {...shared} /> },
    {
      key: 'window',
      term: t('details.window'),
      value: t('window', { from: say(shared.startsAt), until: say(shared.endsAt) }),
    },
    ...(lockId === null
      ? []
      : [
          {
            key: 'door',
            term: t('details.door'),
            value: <TextLink href={`/${slug}/locks/${lockId}`}>{doorLabel}</TextLink>,
          },
        ]),
    {
      key: 'lockName',
      term: t('details.lockName'),
      value: lockName === null ? said(null) : `${lockName}${lockId === null ? ` (${t('notOurs')})` : ''}`,
    },
    { key: 'roomName', term: t('details.roomName'), value: kept(shared.roomName) },
    { key: 'receiver', term: t('details.receiver'), value: kept(shared.receiver) },
    ...(namesSeen ? [{ key: 'owner', term: t('details.owner'), value: kept(shared.ownerId) }] : []),
    { key: 'received', term: t('details.received'), value: say(receivedAt) },
    {
      key: 'deliveries',
      term: t('details.deliveries'),
      value: `${t('deliveries', { n: deliveries })}${deliveries > 1 ? ` · ${t('details.last')}: ${say(lastReceivedAt)}` : ''}`,
    },
    {
      key: 'call',
      term: t('details.call'),
      value:
        together.length === 0 ? (
          <span className="text-soft">{t('details.alone')}</span>
        ) : (
          <ul className="flex flex-wrap gap-x-3">
            {together.map((other) => (
              <li key={other.id}>
                <TextLink href={`/${slug}/shared-keys/${other.id}`}>
                  {other.doorLabel ?? other.lockName ?? t('noDoor')}
                </TextLink>
              </li>
            ))}
          </ul>
        ),
    },
  ]
  return (
    <SectionCard title={t('details.card')} aside={t('details.code')}>
      <div className="flex flex-col gap-4">
        {shared.endsAt > readAt && (
          <Banner tone={decision === 'accepted' ? 'neutral' : 'attention'}>
            {t(
              decision === 'accepted'
                ? 'details.recall'
                : lockId === null
                  ? 'details.refusedNoDoor'
                  : 'details.refusedNote',
            )}
          </Banner>
        )}
        <DefinitionList items={items} />
      </div>
    </SectionCard>
  )
}
