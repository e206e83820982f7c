import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Age } from '@/components/ui/age'
import { Banner } from '@/components/ui/banner'
import { StatusWord } from '@/components/ui/status-word'
import type { ConnectionView } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'

export interface ReachProps {
  connection: Pick<ConnectionView, 'reachedAt' | 'failedAt' | 'failure'>
  readAt: Instant
}

/** One line under the title: when anything came back last. */
export function ReachLine({ connection: { reachedAt, failure }, readAt }: ReachProps) {
  const t = useTranslations('connections.reach')
  if (failure !== null) return null
  if (reachedAt === null) return <StatusWord tone="neutral">{t('never')}</StatusWord>
  return (
    <StatusWord tone="ok">
      {t.rich('answered', { age: () => <Age ageMs={readAt - reachedAt} readKey={readAt} /> })}
    </StatusWord>
  )
}

/** Stands while nothing comes back: what still works, why, and since when. */
export function ReachBanner({
  connection: { reachedAt, failure },
  readAt,
  actions,
}: ReachProps & { actions?: ReactNode }) {
  const t = useTranslations('connections')
  if (failure === null) return null
  return (
    <Banner tone="problem" title={t('reach.failing')} actions={actions} className="mb-4">
      <p>{t(`failures.${failure}`)}</p>
      <p>
        {reachedAt === null
          ? t('reach.neverAnswered')
          : t.rich('reach.lastAnswer', { age: () => <Age ageMs={readAt - reachedAt} readKey={readAt} /> })}
      </p>
    </Banner>
  )
}
