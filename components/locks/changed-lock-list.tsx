'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { ChangedLock, ConcernedKey } from '@/lib/locks/contract'
import type { Instant } from '@/lib/time/clock'

interface ChangedLockListProps {
  changed: ChangedLock
  say: (at: Instant) => string
  /** Opens *Issue code* at the guests' door, filled in with what is gone; absent for who may not. */
  onIssue?: ((door: NonNullable<ChangedLock['setUpAt']>, lost: ConcernedKey) => void) | undefined
}

/** What is gone, what travelled and which guests have to get a key again (rule 10); each guest is named once. */
export function ChangedLockList({ changed, say, onIssue }: ChangedLockListProps) {
  const t = useTranslations('locks.change')
  const { setUpAgain, setUpAt, mayStillCome } = changed
  const guests = new Set(setUpAgain.map(({ stayId }) => stayId))
  const others = (keys: readonly ConcernedKey[]) => keys.filter(({ stayId }) => stayId === null || !guests.has(stayId))
  const part = changed.change === 'moved' ? 'travelled' : 'gone'
  const keys = changed[part]
  return (
    <div className="flex flex-col gap-4">
      <section aria-label={t(part, { n: keys.length })}>
        <p className="font-medium">{t(part, { n: keys.length })}</p>
        <KeyLines keys={others(keys)} say={say} />
      </section>
      {mayStillCome.length > 0 && (
        <section aria-label={t('mayStillCome', { n: mayStillCome.length })}>
          <p className="font-medium">{t('mayStillCome', { n: mayStillCome.length })}</p>
          <KeyLines keys={mayStillCome} say={say} />
        </section>
      )}
      <section aria-label={t('setUpAgain', { n: setUpAgain.length })}>
        <p className="font-medium">{t('setUpAgain', { n: setUpAgain.length })}</p>
        {setUpAgain.length > 0 && setUpAt === null && <p>{t(`${part}Where`)}</p>}
        <KeyLines
          keys={setUpAgain}
          say={say}
          onIssue={setUpAt && onIssue ? (key) => onIssue(setUpAt, key) : undefined}
        />
      </section>
    </div>
  )
}

interface KeyLinesProps {
  keys: readonly ConcernedKey[]
  say: (at: Instant) => string
  onIssue?: ((key: ConcernedKey) => void) | undefined
}

function KeyLines({ keys, say, onIssue }: KeyLinesProps) {
  const t = useTranslations('locks')
  if (keys.length === 0) return null
  return (
    <ul className="flex flex-col gap-1 pt-1">
      {keys.map((key) => (
        <li key={key.id} className="flex flex-wrap items-center gap-x-3">
          <span>
            {key.endsAt === null ? (
              t(`change.${key.kind}`)
            ) : (
              <>
                <bdi>{key.guest ?? t('change.somebody')}</bdi> · {t(`change.${key.kind}`)} ·{' '}
                {t('change.until', { until: say(key.endsAt) })}
              </>
            )}
          </span>
          {onIssue && (
            <Button size="small" onClick={() => onIssue(key)}>
              {t('acts.issue-code')}
              {key.guest !== null && <span className="sr-only">{t('about', { door: key.guest })}</span>}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
