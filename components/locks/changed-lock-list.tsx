'use client'

import { useTranslations } from 'next-intl'
import type { ChangedLock, ConcernedKey } from '@/lib/locks/contract'
import type { Instant } from '@/lib/time/clock'

/** What is gone, what travelled and what guests have to get again (rule 10). */
export function ChangedLockList({ changed, say }: { changed: ChangedLock; say: (at: Instant) => string }) {
  const t = useTranslations('locks.change')
  const parts =
    changed.change === 'moved'
      ? ([
          ['travelled', changed.travelled],
          ['setUpAgain', changed.setUpAgain],
        ] as const)
      : ([
          ['gone', changed.gone],
          ...(changed.mayStillCome.length > 0 ? [['mayStillCome', changed.mayStillCome] as const] : []),
          ['setUpAgain', changed.setUpAgain],
        ] as const)
  return (
    <div className="flex flex-col gap-4">
      {parts.map(([part, keys]) => (
        <section key={part} aria-label={t(part, { n: keys.length })}>
          <p className="font-medium">{t(part, { n: keys.length })}</p>
          <KeyLines keys={keys} say={say} />
        </section>
      ))}
    </div>
  )
}

function KeyLines({ keys, say }: { keys: readonly ConcernedKey[]; say: (at: Instant) => string }) {
  const t = useTranslations('locks.change')
  if (keys.length === 0) return null
  return (
    <ul className="list-disc pl-5">
      {keys.map((key) => (
        <li key={key.id}>
          {t(key.kind)} · <bdi>{key.guest ?? t('somebody')}</bdi> · {t('until', { until: say(key.endsAt) })}
        </li>
      ))}
    </ul>
  )
}
