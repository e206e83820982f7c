import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

export interface EmptyStateProps {
  /** What there is none of, and that this is fine – or what to do. */
  title: ReactNode
  children?: ReactNode
  icon?: IconName
  actions?: ReactNode
}

export function EmptyState({ title, children, icon = 'list', actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-edge px-6 py-10 text-center">
      <Icon name={icon} className="size-6 text-soft" />
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-prose text-soft">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
