'use client'

import { type KeyboardEvent, type MouseEvent, memo, type Ref } from 'react'
import { classNames } from './class-names'
import { role, type TableColumn } from './table-contract'
import { columnVisibility } from './table-head'

interface TableRowProps<Row> {
  row: Row
  rowKey: string
  index: number
  columns: ReadonlyArray<TableColumn<Row>>
  tone: 'attention' | 'problem' | undefined
  /** Measures rows of a virtual list. */
  measure?: Ref<HTMLTableRowElement>
  onOpen: ((row: Row) => void) | undefined
  onActive: (index: number) => void
}

const isControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, select, textarea, summary, label, [popover]') !== null

function PlainRow<Row>({ row, rowKey, index, columns, tone, measure, onOpen, onActive }: TableRowProps<Row>) {
  function click(event: MouseEvent) {
    if (isControl(event.target) || window.getSelection()?.isCollapsed === false) return
    onOpen?.(row)
  }
  function key(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return
    event.preventDefault()
    onOpen?.(row)
  }
  return (
    <tr
      ref={measure}
      {...role.row}
      tabIndex={-1}
      data-index={index}
      data-row={rowKey}
      data-tone={tone}
      aria-rowindex={index + 2}
      onFocus={() => onActive(index)}
      onClick={onOpen && click}
      onKeyDown={onOpen && key}
      className={classNames('data-row', onOpen && 'cursor-pointer')}
    >
      {columns.map((column) => {
        const className = classNames(
          'data-cell',
          column.rowHeader && 'data-cell-name',
          column.align === 'end' && 'data-cell-end',
          columnVisibility(column.from),
        )
        const label = column.headerHidden || column.rowHeader ? undefined : column.header
        return column.rowHeader ? (
          <th key={column.id} {...role.rowheader} scope="row" className={className}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} {...role.cell} data-label={label} className={className}>
            {column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}

/** Renders again only when its own props change: scrolling a long list moves rows, it does not rebuild them. */
export const TableRow = memo(PlainRow) as typeof PlainRow
