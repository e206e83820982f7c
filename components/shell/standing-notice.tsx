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
  return (
    <Banner tone={tone} actions={actions} className="no-print rounded-none border-x-0 border-t-0">
      {children}
    </Banner>
  )
}
