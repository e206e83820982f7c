import type { ReactNode } from 'react'

export interface PageHeaderProps {
  title: ReactNode
  /** A short fact beside or under the title: counts, age, state. */
  subtitle?: ReactNode
  /** Where one came from: one link. */
  back?: ReactNode
  actions?: ReactNode
}

/** The page's h1 and what can be done with the whole page. */
export function PageHeader({ title, subtitle, back, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 pb-3">
      <div className="min-w-0">
        {back && <div className="text-sm">{back}</div>}
        <h1 className="text-xl font-semibold">{title}</h1>
        {subtitle && <div className="text-soft">{subtitle}</div>}
      </div>
      {actions && <div className="no-print flex flex-wrap items-center gap-2 max-sm:w-full">{actions}</div>}
    </header>
  )
}
