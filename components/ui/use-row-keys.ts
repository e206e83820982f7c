'use client'

import type { RefObject } from 'react'
import { useShortcuts } from './use-shortcuts'

interface RowKeys {
  table: RefObject<HTMLTableElement | null>
  count: number
  /** Its rows open on Enter. */
  opens: boolean
  /** Index of the row last focused; −1 before any. */
  active: RefObject<number>
  /** Brings a row of a long list into the document. */
  reveal: (index: number) => void
}

/** j and k move the focus from row to row; Enter belongs to the row itself. */
export function useRowKeys({ table, count, opens, active, reveal }: RowKeys) {
  function move(step: number) {
    if (count === 0) return
    const held = document.activeElement?.closest('tr')
    const inside = held && table.current?.contains(held)
    const from = inside ? Number(held.dataset.index) : active.current
    const next = Math.min(count - 1, Math.max(0, (Number.isNaN(from) ? -1 : from) + step))
    active.current = next
    focusRow(table.current, next, reveal)
  }
  useShortcuts({
    j: { name: 'down', run: () => move(1) },
    k: { name: 'up', run: () => move(-1) },
    ...(opens && { Enter: { name: 'open' as const } }),
  })
}

function focusRow(table: HTMLTableElement | null, index: number, reveal: (index: number) => void) {
  const find = () => table?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)
  const row = find()
  if (row) {
    row.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
    return
  }
  reveal(index)
  // Scrolled to, it is rendered within the next two frames.
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()))
}
