'use client'

import { useRouter } from 'next/navigation'
import { lazy, type Ref, Suspense, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { RowGap } from './row-gap'
import { type DataTableProps, firstRows, role, rowHeightPx, virtualFrom } from './table-contract'
import { TableHead } from './table-head'
import { TableRow } from './table-row'
import { useRowKeys } from './use-row-keys'
import { useVisibleRows } from './use-visible-rows'

export { actionsWidth, type DataTableProps, type TableColumn, type TableSort } from './table-contract'

/** Only long tables load what keeps their rows near the screen. */
const NearRows = lazy(() => import('./near-rows').then((module) => ({ default: module.NearRows })))

/**
 * A semantic table: the first rows come in the HTML, from 100 rows on only those near the screen exist; j/k move,
 * Enter opens; under 768 px every row is a card. Keep `columns` and the callbacks stable (module scope, useMemo).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, rowHref, onOpenRow, sort, sortHref, onSort, rowTone, total, empty } = props
  const router = useRouter()
  const table = useRef<HTMLTableElement>(null)
  /** Where it begins on the page; null until the browser has laid it out. */
  const [top, setTop] = useState<number | null>(null)
  const virtual = rows.length >= virtualFrom
  const active = useRef(-1)
  const reveal = useRef<(index: number) => void>(null)

  useLayoutEffect(() => {
    const measure = () => setTop((table.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])

  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const open = useCallback(
    (row: Row) => (onOpenRow ? onOpenRow(row) : rowHref && router.push(rowHref(row))),
    [onOpenRow, rowHref, router],
  )
  const setActive = useCallback((index: number) => {
    active.current = index
  }, [])
  useRowKeys({
    table,
    count: rows.length,
    opens: Boolean(rowHref || onOpenRow),
    active,
    reveal: (index) => reveal.current?.(index),
  })
  useVisibleRows(table, keys, props.onVisibleRows)

  if (rows.length === 0 && empty !== undefined) return empty

  const line = (index: number, measure?: Ref<HTMLTableRowElement>) => {
    const row = rows[index]
    if (row === undefined) return null
    return (
      <TableRow
        key={keys[index]}
        row={row}
        rowKey={keys[index] ?? ''}
        index={index}
        columns={columns}
        tone={rowTone?.(row)}
        onOpen={rowHref || onOpenRow ? open : undefined}
        onActive={setActive}
        {...(measure && { measure })}
      />
    )
  }
  const first = rows.slice(0, virtual ? firstRows : undefined).map((_, index) => line(index))
  const beginning = virtual
    ? [...first, <RowGap key="rest" height={(rows.length - first.length) * rowHeightPx} />]
    : first

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
        {virtual && top !== null ? (
          <Suspense fallback={beginning}>
            <NearRows keys={keys} top={top} active={active} reveal={reveal} line={line} />
          </Suspense>
        ) : (
          beginning
        )}
      </tbody>
    </table>
  )
}
