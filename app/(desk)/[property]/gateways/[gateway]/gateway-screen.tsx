'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { WaitingWords } from '@/components/gateways/burden-words'
import { ContactWord } from '@/components/gateways/contact-word'
import type { GatewaysView } from '@/components/gateways/gateway-contract'
import { HeartbeatAge } from '@/components/gateways/heartbeat-age'
import { useGateways } from '@/components/gateways/use-gateways'
import { useSaying } from '@/components/instructions/use-saying'
import { LocksTable } from '@/components/locks/locks-table'
import { useLocks } from '@/components/locks/use-locks'
import { Button } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import { PageHeader } from '@/components/ui/page-header'
import { SectionCard } from '@/components/ui/section-card'
import { StaleNote } from '@/components/ui/stale-note'
import { TextLink } from '@/components/ui/text-link'
import type { GatewayGuest } from '@/lib/front-desk/contract'
import { unusableName } from '@/lib/gateways/contract'
import type { LockRow } from '@/lib/locks/contract'

export interface GatewayScreenProps {
  slug: string
  zone: string
  id: string
  view: GatewaysView
  locks: LockRow[]
  guests: GatewayGuest[]
}

export function GatewayScreen({ slug, zone, id, view: brought, locks, guests }: GatewayScreenProps) {
  const t = useTranslations('gateways')
  const { view, staleMs, readAt, again } = useGateways(slug, brought)
  const heard = useLocks(
    slug,
    useMemo(() => ({ now: brought.now, rows: locks, total: locks.length }), [brought, locks]),
    { broughtOnly: true },
  )
  const say = useSaying(zone, Math.floor(view.now / 60_000) * 60_000)
  const gateway = view.rows.find((row) => row.id === id) ?? brought.rows.find((row) => row.id === id)
  if (!gateway) return null
  const { contact, heartbeatAgeMs, sampleAgeMs, readFailure } = gateway
  const age = (ageMs: number) => () => <HeartbeatAge ageMs={ageMs} readMs={view.readMs} />
  return (
    <>
      <PageHeader
        title={<bdi>{gateway.name}</bdi>}
        back={<TextLink href={`/${slug}/gateways`}>{t('gateway.back')}</TextLink>}
        subtitle={
          <p className="flex flex-wrap gap-x-3">
            <ContactWord contact={contact} say={say} />
            <span>
              {heartbeatAgeMs === null
                ? t('gateway.noHeartbeat')
                : t.rich('gateway.heartbeat', { age: age(heartbeatAgeMs) })}
            </span>
          </p>
        }
      />
      {staleMs !== null && (
        <StaleNote
          ageMs={staleMs}
          readKey={readAt}
          action={
            <Button size="small" onClick={again}>
              {t('again')}
            </Button>
          }
        />
      )}
      <div className="flex flex-col gap-4">
        <p>{readFailure === unusableName ? t('gateway.unusable-name') : t(`says.${contact.kind}`)}</p>
        <p className="text-soft">
          {sampleAgeMs === null ? t('gateway.neverSampled') : t.rich('gateway.sampled', { age: age(sampleAgeMs) })}
          {readFailure !== null && readFailure !== unusableName && ` ${t('gateway.readFailure')}`}
        </p>
        <SectionCard title={t('gateway.facts')}>
          <DefinitionList
            items={[
              { key: 'hears', term: t('columns.hears'), value: gateway.hears },
              { key: 'onlyIt', term: t('columns.onlyIt'), value: gateway.onlyIt },
              { key: 'waiting', term: t('columns.waiting'), value: <WaitingWords {...gateway} /> },
              { key: 'guests', term: t('columns.guests'), value: gateway.guests },
            ]}
          />
        </SectionCard>
        {guests.length > 0 && (
          <SectionCard title={t('gateway.guests')} aside={guests.length}>
            <p className="pb-2 text-soft">{t('gateway.dependent')}</p>
            <ul className="flex flex-col gap-1">
              {guests.map(({ lockId, doorLabel, guestName, endsAt }) => (
                <li key={`${lockId} ${guestName} ${endsAt}`} className="flex min-h-6 flex-wrap gap-x-3">
                  <TextLink href={`/${slug}/locks/${lockId}`}>
                    <bdi>{doorLabel}</bdi>
                  </TextLink>
                  <span>
                    <bdi>{guestName ?? t('gateway.guest')}</bdi>{' '}
                    <span className="text-soft">{t('gateway.until', { until: say(endsAt) })}</span>
                  </span>
                </li>
              ))}
            </ul>
          </SectionCard>
        )}
        <SectionCard title={t('gateway.locks')} aside={gateway.hears} flush>
          <LocksTable
            slug={slug}
            rows={heard.rows}
            say={say}
            label={t('gateway.locksTable')}
            onVisible={heard.seeRows}
            empty={<p className="p-4 text-soft">{t('gateway.noLocks')}</p>}
          />
        </SectionCard>
      </div>
    </>
  )
}
