import type { ReactNode } from 'react'

export type SortDirection = 'ascending' | 'descending'

export interface TableSort {
  column: string
  direction: SortDirection
}

export interface TableColumn<Row> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** CSS width; columns without one share the rest. What shows at 768 px must fit 720 px. */
  width?: string
  align?: 'start' | 'end'
  sortable?: boolean
  /** Column of the row's name: th scope=row, the heading of its card on phones. Take the first one. */
  rowHeader?: boolean
  /** The header is heard, not seen (actions), also on cards. */
  headerHidden?: boolean
  /** Needs more than the 768 px at which rows stop being cards: 'medium' 1024 px, 'wide' 1280 px. Cards show all but 'wide'. */
  from?: 'medium' | 'wide'
}

export interface DataTableProps<Row> {
  /** The table's name for readers of the screen, e.g. "Locks". */
  label: string
  columns: ReadonlyArray<TableColumn<Row>>
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where Enter or a click on the row leads. The row's name should be a link there too. */
  rowHref?: (row: Row) => string
  /** Instead of an address: what Enter or a click on the row does. */
  onOpenRow?: (row: Row) => void
  sort?: TableSort | undefined
  /** Sorting in the URL: the header becomes a link. */
  sortHref?: (sort: TableSort) => string
  /** Sorting in the browser: the header becomes a button. */
  onSort?: (sort: TableSort) => void
  /** A mark at the row's edge: needs a look, or is wrong. Say why in words in a cell. */
  rowTone?: (row: Row) => 'attention' | 'problem' | undefined
  /** Keys of the rows now on screen (at most 60), half a second after scrolling rested. Keep it stable (useCallback). */
  onVisibleRows?: (keys: string[]) => void
  /** All rows there are, when `rows` is one page of them. */
  total?: number
  /** Shown in the table's place without rows. */
  empty?: ReactNode
}

/** From here on only the rows near the screen are in the document. */
export const virtualFrom = 100
/** Rows of a long list that the server renders. */
export const firstRows = 40
export const rowHeightPx = 40

/** Width of a column of small buttons with these words, so that they stay in one line in every language. */
export const actionsWidth = (words: readonly string[]): string =>
  `${(2.5 + words.reduce((rem, word) => rem + word.length * 0.48 + 1.3, 0)).toFixed(1)}rem`

export function nextSort(current: TableSort | undefined, column: string): TableSort {
  const down = current?.column === column && current.direction === 'ascending'
  return { column, direction: down ? 'descending' : 'ascending' }
}

/** Said once more to the browser, since Safari forgets what a table is when its rows are laid out as cards. */
export const role = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const
