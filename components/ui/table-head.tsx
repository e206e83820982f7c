'use client'

import { useTranslations } from 'next-intl'
import { classNames } from './class-names'
import { Icon } from './icon'
import { Link } from './link'
import { nextSort, role, type TableColumn, type TableSort } from './table-contract'

interface TableHeadProps<Row> {
  columns: ReadonlyArray<TableColumn<Row>>
  sort: TableSort | undefined
  sortHref: ((sort: TableSort) => string) | undefined
  onSort: ((sort: TableSort) => void) | undefined
}

export function columnVisibility(from: 'medium' | 'wide' | undefined) {
  if (from === 'wide') return 'max-xl:hidden'
  return from === 'medium' ? 'md:max-lg:hidden' : ''
}

export function TableHead<Row>({ columns, sort, sortHref, onSort }: TableHeadProps<Row>) {
  return (
    <thead {...role.rowgroup} className="data-head">
      <tr {...role.row} aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = sort?.column === column.id ? sort.direction : undefined
          return (
            <th
              key={column.id}
              {...role.columnheader}
              scope="col"
              style={{ width: column.width }}
              aria-sort={column.sortable ? (sorted ?? 'none') : undefined}
              className={classNames(
                'data-head-cell',
                column.align === 'end' && 'text-end',
                columnVisibility(column.from),
              )}
            >
              {column.sortable && (sortHref || onSort) ? (
                <Sorter header={column.header} next={nextSort(sort, column.id)} {...{ sorted, sortHref, onSort }} />
              ) : (
                <span className={column.headerHidden ? 'sr-only' : undefined}>{column.header}</span>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

interface SorterProps {
  header: string
  sorted: TableSort['direction'] | undefined
  next: TableSort
  sortHref: ((sort: TableSort) => string) | undefined
  onSort: ((sort: TableSort) => void) | undefined
}

function Sorter({ header, sorted, next, sortHref, onSort }: SorterProps) {
  const t = useTranslations('ui.table')
  const look =
    'group inline-flex min-h-6 items-center gap-1 rounded-sm text-start text-inherit no-underline hover:text-ink'
  const words = (
    <>
      {header}
      <Icon
        name={sorted ? (sorted === 'ascending' ? 'arrow-up' : 'arrow-down') : 'sort'}
        className={classNames(
          'size-3.5',
          !sorted && 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100',
        )}
      />
    </>
  )
  const title = t('sortBy', { column: header })
  if (sortHref)
    return (
      <Link href={sortHref(next)} replace keepScroll title={title} className={look}>
        {words}
      </Link>
    )
  return (
    <button type="button" onClick={() => onSort?.(next)} title={title} className={look}>
      {words}
    </button>
  )
}
