import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Disclosure } from './disclosure'
import { Icon } from './icon'

export interface FailedStateProps {
  /** What happened. */
  title: ReactNode
  /** What is true now. */
  children?: ReactNode
  /** The next step. */
  actions?: ReactNode
  /** The other side's own words; folded away. */
  details?: string | undefined
  requestId?: string | undefined
}

export function FailedState({ title, children, actions, details, requestId }: FailedStateProps) {
  const t = useTranslations('ui')
  return (
    <div
      role="alert"
      className="flex flex-col items-center gap-2 rounded-lg border border-problem/40 bg-problem-tint px-6 py-8 text-center"
    >
      <Icon name="problem" className="size-6 text-problem" />
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-prose">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
      {(details || requestId) && (
        <Disclosure summary={t('details')}>
          {details && <p className="font-mono text-sm whitespace-pre-wrap">{details}</p>}
          {requestId && <p className="text-sm text-soft">{t('requestId', { id: requestId })}</p>}
        </Disclosure>
      )}
    </div>
  )
}
