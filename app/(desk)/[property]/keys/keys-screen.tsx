'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { startTransition, useState } from 'react'
import { searchDesk } from '@/app/_actions/search'
import { useOtherZone } from '@/components/instructions/use-other-zone'
import { type KeysAddress, noFilter, writeKeysAddress } from '@/components/keys/keys-address'
import type { KeysView } from '@/components/keys/keys-contract'
import { KeysFilter } from '@/components/keys/keys-filter'
import { KeysTable } from '@/components/keys/keys-table'
import { UnknownCodes } from '@/components/keys/unknown-codes'
import { useKeys } from '@/components/keys/use-keys'
import { useStepUp } from '@/components/shell/use-step-up'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { Pager } from '@/components/ui/pager'
import { StaleNote } from '@/components/ui/stale-note'
import { toLocal } from '@/lib/time/zone'

export interface KeysScreenProps {
  slug: string
  zone: string
  address: KeysAddress
  view: KeysView
}

export function KeysScreen({ slug, zone, address, view: brought }: KeysScreenProps) {
  const t = useTranslations('keys')
  const router = useRouter()
  const stepUp = useStepUp()
  const otherZone = useOtherZone(zone)
  const { view, staleMs, readAt, again } = useKeys(slug, writeKeysAddress(address), brought)
  const [waits, setWaits] = useState(false)
  const hrefOf = (to: KeysAddress) => {
    const query = writeKeysAddress(to)
    return `/${slug}/keys${query && `?${query}`}`
  }
  const narrowed = hrefOf({ ...address, trail: [] }) !== hrefOf(noFilter)

  /** Digits in the body of a POST: a room of that number narrows the list, a code opens. */
  async function lookUp(digits: string): Promise<boolean> {
    const answer = await stepUp(() => searchDesk(slug, digits))
    if (!answer.ok) return false
    const found = answer.data.flatMap(({ results }) => results)
    const code = found.find(({ href }) => href.startsWith(`/${slug}/keys/`))
    const room = found.some(({ title }) => title === digits.trim())
    if (!code && !room) return false
    router.push(code ? code.href : hrefOf({ ...address, text: digits.trim(), trail: [] }))
    return true
  }

  const common = { slug, zone, now: view.now }
  const { trail } = address
  return (
    <>
      <UnknownCodes {...common} rows={view.unknown} />
      <KeysFilter
        address={address}
        today={toLocal(view.now, zone).date}
        onAddress={(to) => startTransition(() => router.replace(hrefOf(to), { scroll: false }))}
        onDigits={lookUp}
        onWaiting={setWaits}
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
      {!waits && (
        <>
          <KeysTable
            {...common}
            rows={view.rows}
            label={t('table')}
            empty={
              narrowed || trail.length > 0 ? (
                <EmptyState
                  icon="key"
                  title={t('nothingFits.title')}
                  actions={<LinkButton href={hrefOf(noFilter)}>{t('nothingFits.clear')}</LinkButton>}
                />
              ) : (
                <EmptyState
                  icon="key"
                  title={t('empty.title')}
                  actions={<LinkButton href={`/${slug}`}>{t('empty.desk')}</LinkButton>}
                >
                  {t('empty.text')}
                </EmptyState>
              )
            }
          />
          <Pager
            previousHref={trail.length > 0 ? hrefOf({ ...address, trail: trail.slice(0, -1) }) : undefined}
            nextHref={view.next ? hrefOf({ ...address, trail: [...trail, view.next] }) : undefined}
          />
        </>
      )}
      {otherZone && <p className="text-sm text-soft">{t('zone', { zone: otherZone })}</p>}
    </>
  )
}
