'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import type { LockView } from '@/lib/locks/contract'
import type { Instant } from '@/lib/time/clock'
import { LockStateWord } from './lock-state'

export interface LockHeaderProps {
  slug: string
  lock: Pick<LockView, 'label' | 'name' | 'floor' | 'common' | 'state' | 'sinceAt'>
  say: (at: Instant) => string
  actions: ReactNode
}

/** The door's name, its lock's, and whether anything reaches it. */
export function LockHeader({ slug, lock, say, actions }: LockHeaderProps) {
  const t = useTranslations('locks.lock')
  const { label, name, floor, common } = lock
  const facts = [
    ...(label === name ? [] : [t('subtitle', { name })]),
    ...(floor === null ? [] : [t('floor', { floor })]),
    ...(common ? [t('common')] : []),
  ]
  return (
    <PageHeader
      title={<bdi>{label}</bdi>}
      back={<TextLink href={`/${slug}/locks`}>{t('back')}</TextLink>}
      subtitle={
        <p className="flex flex-wrap gap-x-3">
          <LockStateWord state={lock.state} sinceAt={lock.sinceAt} say={say} />
          {facts.length > 0 && <span>{facts.join(' · ')}</span>}
        </p>
      }
      actions={actions}
    />
  )
}
