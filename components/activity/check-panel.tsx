'use client'

import { useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import type { ActivityCheck } from '@/lib/audit/rules'

export interface CheckPanelProps {
  /** When and what came of it, in words; null before the first check. */
  last: { whole: boolean; text: string } | null
  /** What this reader's own check found just now. */
  found: ActivityCheck['faults'] | null
  busy: boolean
  onCheck: () => void
}

/** Whether the activity is whole (I33): when that was last looked at, what came of it, and a way to look now. */
export function CheckPanel({ last, found, busy, onCheck }: CheckPanelProps) {
  const t = useTranslations('activity.check')
  const action = (
    <Button size="small" busy={busy} onClick={onCheck}>
      {t('now')}
    </Button>
  )
  const faulty = found === null ? last !== null && !last.whole : found.length > 0
  if (!faulty) {
    return (
      <div className="no-print mb-3 flex flex-wrap items-center gap-3 text-sm text-soft">
        <span role="status">{last === null ? t('never') : last.text}</span>
        {action}
      </div>
    )
  }
  return (
    <Banner tone="problem" title={t('notWhole')} actions={action} live={found !== null} className="mb-3">
      {last && <p>{last.text}</p>}
      {found && (
        <ul className="list-disc ps-5">
          {found.map(({ chain, kind, place }) => (
            <li key={`${chain}${kind}${place}`}>
              {t(`chains.${chain}`)}: {t(`faults.${kind}`, { place: place ?? 0 })}
            </li>
          ))}
        </ul>
      )}
      <p>{t('next')}</p>
    </Banner>
  )
}
