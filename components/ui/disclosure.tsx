import type { ReactNode } from 'react'
import { Icon } from './icon'

/** Folded away until asked for; native, works without script. */
export function Disclosure({ summary, open, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group min-w-0 text-start">
      <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded-sm text-sm text-accent [&::-webkit-details-marker]:hidden">
        <Icon name="chevron-right" className="transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-1.5">{children}</div>
    </details>
  )
}
