import { useEffect, useRef } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Icon } from '@/components/ui/icon'
import type { SearchGroup } from './search-contract'

interface PaletteResultsProps {
  id: string
  label: string
  groups: readonly SearchGroup[]
  chosen: string | undefined
  onOpen: (href: string) => void
}

export function PaletteResults({ id, label, groups, chosen, onOpen }: PaletteResultsProps) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the chosen one
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      ref={list}
      id={`${id}-results`}
      role="listbox"
      aria-label={label}
      className="overflow-y-auto px-2 py-1 empty:hidden"
    >
      {groups
        .filter((group) => group.results.length > 0)
        .map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options; nothing is filled in here
          <div key={group.label} role="group" aria-label={group.label} className="py-1">
            <p aria-hidden="true" className="px-2 py-1 text-xs font-semibold text-soft">
              {group.label}
            </p>
            {group.results.map((result) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
              <div
                key={result.key}
                id={`${id}-${result.key}`}
                role="option"
                tabIndex={-1}
                aria-selected={result.key === chosen}
                onClick={() => onOpen(result.href)}
                className={classNames(
                  'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-2 py-1',
                  result.key === chosen ? 'bg-accent-tint outline outline-accent' : 'hover:bg-sunken',
                )}
              >
                {result.icon && <Icon name={result.icon} className="text-soft" />}
                <span className="min-w-0 grow">{result.title}</span>
                {result.detail && <span className="min-w-0 text-sm text-soft">{result.detail}</span>}
              </div>
            ))}
          </div>
        ))}
    </div>
  )
}
