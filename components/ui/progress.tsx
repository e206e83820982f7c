import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

/** n of m of something long, in words and as a bar. */
export function Progress({ label, done, total }: { label: ReactNode; done: number; total: number }) {
  const t = useTranslations('ui')
  return (
    <div className="flex flex-col gap-1">
      <p className="flex justify-between gap-3" aria-live="polite">
        <span className="font-medium">{label}</span>
        <span className="text-soft">{t('progress', { done, total })}</span>
      </p>
      <div aria-hidden="true" className="h-2 overflow-hidden rounded-full border border-edge bg-surface">
        <div
          className="h-full bg-accent forced-colors:bg-[Highlight]"
          style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }}
        />
      </div>
    </div>
  )
}
