'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useRouter } from 'next/navigation'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type DataTableProps, firstRows, role, rowHeightPx, virtualFrom } from './table-contract'
import { TableHead } from './table-head'
import { TableRow } from './table-row'
import { useRowKeys } from './use-row-keys'
import { useVisibleRows } from './use-visible-rows'

export type { DataTableProps, TableColumn, TableSort } from './table-contract'

/**
 * A semantic table: the first rows come in the HTML, from 100 rows on only those near the screen exist; j/k move,
 * Enter opens; under 768 px every row is a card. Keep `columns` and the callbacks stable (module scope, useMemo).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowHref, onOpenRow, sort, sortHref, onSort, rowTone, total, empty } = props
  const router = useRouter()
  const table = useRef<HTMLTableElement>(null)
  const [browser, setBrowser] = useState({ ready: false, top: 0 })
  const virtual = rows.length >= virtualFrom
  const active = useRef(-1)

  useLayoutEffect(() => {
    const measure = () =>
      setBrowser({ ready: true, top: (table.current?.getBoundingClientRect().top ?? 0) + window.scrollY })
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])

  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 12,
    scrollMargin: browser.top,
    scrollPaddingStart: 96,
    rangeExtractor: (range) => withActive(range, active.current),
  })

  const open = useCallback(
    (row: Row) => (onOpenRow ? onOpenRow(row) : rowHref && router.push(rowHref(row))),
    [onOpenRow, rowHref, router],
  )
  const setActive = useCallback((index: number) => {
    active.current = index
  }, [])
  useRowKeys({ table, count: rows.length, active, reveal: (index) => virtualizer.scrollToIndex(index) })
  useVisibleRows(table, keys, props.onVisibleRows)

  if (rows.length === 0 && empty !== undefined) return empty

  const shown =
    virtual && browser.ready
      ? virtualizer
          .getVirtualItems()
          .map((item) => ({ index: item.index, start: item.start - browser.top, end: item.end - browser.top }))
      : rows
          .slice(0, virtual ? firstRows : undefined)
          .map((_, index) => ({ index, start: index * rowHeightPx, end: (index + 1) * rowHeightPx }))
  const fullHeight = browser.ready ? virtualizer.getTotalSize() : rows.length * rowHeightPx

  return (
    <table
      ref={table}
      {...role.table}
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      className="data-table"
    >
      <TableHead {...{ columns, sort, sortHref, onSort }} />
      <tbody {...role.rowgroup} className="data-body">
        {shown.flatMap(({ index, start }, place) => {
          const row = rows[index]
          if (row === undefined) return []
          const gap = virtual ? start - (shown[place - 1]?.end ?? 0) : 0
          const line = (
            <TableRow
              key={keys[index]}
              row={row}
              rowKey={keys[index] ?? ''}
              index={index}
              columns={columns}
              tone={rowTone?.(row)}
              onOpen={rowHref || onOpenRow ? open : undefined}
              onActive={setActive}
              {...(virtual && { measure: virtualizer.measureElement })}
            />
          )
          return gap > 0 ? [<Gap key={place === 0 ? 'top' : `before-${keys[index]}`} height={gap} />, line] : [line]
        })}
        {virtual && <Gap height={fullHeight - (shown.at(-1)?.end ?? 0)} />}
      </tbody>
    </table>
  )
}

/** Stands for the rows that are not in the document. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className="data-gap">
      <td style={{ height, padding: 0 }} />
    </tr>
  )
}

/** The rows in range and the one that holds the focus, which must not vanish under the reader. */
function withActive(range: { startIndex: number; endIndex: number; overscan: number; count: number }, active: number) {
  const from = Math.max(0, range.startIndex - range.overscan)
  const to = Math.min(range.count - 1, range.endIndex + range.overscan)
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step)
  if (active < 0 || active >= range.count || (active >= from && active <= to)) return indexes
  return active < from ? [active, ...indexes] : [...indexes, active]
}
