'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { GatewaysView } from '@/components/gateways/gateway-contract'
import { GatewaysTable } from '@/components/gateways/gateways-table'
import { useGateways } from '@/components/gateways/use-gateways'
import { useSaying } from '@/components/instructions/use-saying'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { byName } from '@/components/ui/by-name'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { StaleNote } from '@/components/ui/stale-note'
import { ReachNote } from '../reach-note'

export interface GatewaysScreenProps {
  slug: string
  zone: string
  view: GatewaysView
  mayConnect: boolean
}

/** Without contact first, then late ones; the rest by name. */
const rank = { 'no-contact': 0, delayed: 1, 'not-known': 2, 'in-contact': 3 } as const

export function GatewaysScreen({ slug, zone, view: brought, mayConnect }: GatewaysScreenProps) {
  const t = useTranslations('gateways')
  const { view, staleMs, readAt, again } = useGateways(slug, brought)
  const say = useSaying(zone, Math.floor(view.now / 60_000) * 60_000)
  const rows = useMemo(
    () => [...view.rows].sort((a, b) => rank[a.contact.kind] - rank[b.contact.kind] || byName(a.name, b.name)),
    [view.rows],
  )
  const silent = rows.filter(({ contact }) => contact.kind === 'no-contact').length
  const notKnown = rows.filter(({ contact }) => contact.kind === 'not-known').length
  const facts = [
    t('count', { n: rows.length }),
    ...(silent > 0 || notKnown === 0 ? [t('silent', { n: silent })] : []),
    ...(notKnown > 0 ? [t('notKnown', { n: notKnown })] : []),
  ]
  return (
    <>
      <PageHeader title={t('title')} subtitle={rows.length > 0 && facts.join(' · ')} />
      <ReachNote reach={view.reach} now={view.now} href={mayConnect ? `/${slug}/settings/lock-server` : null} />
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
      <div role="status" className="pb-3 empty:hidden">
        {silent > 0 && (
          <Banner tone="problem" title={t('outage.title', { n: silent })}>
            {t('outage.works', { n: silent })}
          </Banner>
        )}
      </div>
      <GatewaysTable
        slug={slug}
        rows={rows}
        say={say}
        readMs={view.readMs}
        empty={
          <EmptyState
            icon="gateway"
            title={t('empty.title')}
            actions={
              mayConnect && <LinkButton href={`/${slug}/settings/lock-server`}>{t('empty.settings')}</LinkButton>
            }
          >
            {t('empty.text')}
          </EmptyState>
        }
      />
    </>
  )
}
