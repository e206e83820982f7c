'use client'

import { useEffect, useRef } from 'react'
import { classNames } from '@/components/ui/class-names'
import { Icon } from '@/components/ui/icon'
import type { DeskFoundGroup } from './desk-contract'

interface SearchResultsProps {
  id: string
  label: string
  groups: readonly DeskFoundGroup[]
  chosen: string | undefined
  onOpen: (href: string) => void
}

/** The options below *Room, guest or code*; the keys are the field's. */
export function SearchResults({ id, label, groups, chosen, onOpen }: SearchResultsProps) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the chosen one
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div ref={list} id={`${id}-results`} role="listbox" aria-label={label}>
      {groups
        .filter(({ results }) => results.length > 0)
        .map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options; nothing is filled in here
          <div key={group.label} role="group" aria-label={group.label}>
            <p aria-hidden="true" className="px-2 py-1 text-xs font-semibold text-soft">
              {group.label}
            </p>
            {group.results.map((result) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
              <div
                key={result.key}
                id={`${id}-${result.key}`}
                role="option"
                tabIndex={-1}
                aria-selected={result.key === chosen}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onOpen(result.href)}
                className={classNames(
                  'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-2 py-1',
                  result.key === chosen ? 'bg-accent-tint outline outline-accent' : 'hover:bg-sunken',
                )}
              >
                {result.icon && <Icon name={result.icon} className="text-soft" />}
                <bdi className="min-w-0 grow">{result.title}</bdi>
                {result.detail && <bdi className="min-w-0 text-sm text-soft">{result.detail}</bdi>}
              </div>
            ))}
          </div>
        ))}
    </div>
  )
}
