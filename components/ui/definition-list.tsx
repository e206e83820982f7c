import type { ReactNode } from 'react'
import { classNames } from './class-names'

export interface DefinitionListProps {
  items: ReadonlyArray<{ key: string; term: ReactNode; value: ReactNode }>
  /** Terms beside their values from 640 px (default), or always above them. */
  stacked?: boolean
  className?: string
}

export function DefinitionList({ items, stacked, className }: DefinitionListProps) {
  return (
    <dl className={classNames('flex flex-col gap-2', className)}>
      {items.map((item) => (
        <div key={item.key} className={classNames('flex flex-col gap-x-4', !stacked && 'sm:flex-row')}>
          <dt className={classNames('shrink-0 text-soft', !stacked && 'sm:w-40')}>{item.term}</dt>
          <dd className="min-w-0 grow">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
