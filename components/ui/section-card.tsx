import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'

export interface SectionCardProps {
  title: ReactNode
  /** Beside the title: a count, an age. */
  aside?: ReactNode
  actions?: ReactNode
  /** No padding, for tables and lists that reach the edges. */
  flush?: boolean
  className?: string
  children: ReactNode
}

/** A titled part of a page. */
export function SectionCard({ title, aside, actions, flush, className, children }: SectionCardProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classNames('rounded-lg border border-line bg-surface', className)}>
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-1.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {aside && <span className="text-sm text-soft">{aside}</span>}
        </div>
        {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
      </header>
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  )
}
