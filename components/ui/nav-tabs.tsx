'use client'

import { useLayoutEffect, useRef } from 'react'
import { classNames } from './class-names'
import { Link } from './link'

export interface NavTab {
  href: string
  label: string
  current: boolean
  /** A number worth knowing before going there. */
  count?: number
}

/** Parts of one subject as links: each has its own address. */
export function NavTabs({ label, tabs }: { label: string; tabs: readonly NavTab[] }) {
  const list = useRef<HTMLUListElement>(null)
  const current = tabs.find((tab) => tab.current)?.href
  // Narrow screens show a part of the row: the one with the tab that is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the open tab
  useLayoutEffect(() => {
    const row = list.current
    const tab = row?.querySelector<HTMLElement>('[aria-current]')
    if (row && tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2
  }, [current])
  return (
    <nav aria-label={label} className="mb-4 border-b border-line">
      <ul ref={list} className="-mb-px flex gap-1 overflow-x-auto">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.current ? 'page' : undefined}
              className={classNames(
                'flex min-h-10 items-center gap-1.5 border-b-2 px-3 whitespace-nowrap -outline-offset-2',
                tab.current
                  ? 'border-accent font-semibold text-ink'
                  : 'border-transparent text-soft hover:border-edge hover:text-ink',
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="rounded-full bg-sunken px-1.5 text-xs text-ink">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
