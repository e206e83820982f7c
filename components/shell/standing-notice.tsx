import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Banner } from '@/components/ui/banner'

/** One line above every page while something about the house itself is not as it should be. */
export function StandingNotice({
  tone = 'attention',
  children,
  actions,
}: {
  tone?: 'attention' | 'problem'
  children: ReactNode
  actions?: ReactNode
}) {
  const t = useTranslations('shell.notice')
  return (
    <aside aria-label={t('label')} className="no-print">
      <Banner tone={tone} actions={actions} className="rounded-none border-x-0 border-t-0 sm:px-4">
        {children}
      </Banner>
    </aside>
  )
}
