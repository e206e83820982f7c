import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LinkButton } from './link-button'

export interface PagerProps {
  /** Addresses of the neighbouring pages (keyset); none at the ends. */
  previousHref?: string | undefined
  nextHref?: string | undefined
  /** What this page holds, e.g. "12–20 May". */
  summary?: ReactNode
}

export function Pager({ previousHref, nextHref, summary }: PagerProps) {
  const t = useTranslations('ui.pager')
  if (!previousHref && !nextHref) return null
  return (
    <nav aria-label={t('label')} className="flex items-center justify-between gap-3 py-3">
      <span className="min-w-24">
        {previousHref && (
          <LinkButton href={previousHref} icon="chevron-left" rel="prev">
            {t('previous')}
          </LinkButton>
        )}
      </span>
      <span className="text-soft">{summary}</span>
      <span className="flex min-w-24 justify-end">
        {nextHref && (
          <LinkButton href={nextHref} icon="chevron-right" rel="next" className="flex-row-reverse">
            {t('next')}
          </LinkButton>
        )}
      </span>
    </nav>
  )
}
