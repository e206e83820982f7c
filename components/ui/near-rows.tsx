'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type Ref, type RefObject, useImperativeHandle } from 'react'
import { RowGap } from './row-gap'
import { rowHeightPx } from './table-contract'

interface NearRowsProps {
  keys: readonly string[]
  /** Where the table begins on the page, in px. */
  top: number
  /** Index of the row that holds the focus: it stays in the document. */
  active: RefObject<number>
  /** Gets what brings a row into the document. */
  reveal: Ref<(index: number) => void>
  line: (index: number, measure: Ref<HTMLTableRowElement>) => ReactNode
}

/** Of a long table the rows near the screen, and gaps as high as the others. */
export function NearRows({ keys, top, active, reveal, line }: NearRowsProps) {
  const virtualizer = useWindowVirtualizer({
    count: keys.length,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 12,
    scrollMargin: top,
    scrollPaddingStart: 96,
    rangeExtractor: (range) => withActive(range, active.current),
  })
  useImperativeHandle(reveal, () => (index) => virtualizer.scrollToIndex(index), [virtualizer])

  let below = top
  const shown = virtualizer.getVirtualItems().flatMap(({ index, start, end }) => {
    const gap = start - below
    below = end
    const row = line(index, virtualizer.measureElement)
    return gap > 0 ? [<RowGap key={`before-${keys[index]}`} height={gap} />, row] : [row]
  })
  return (
    <>
      {shown}
      <RowGap height={top + virtualizer.getTotalSize() - below} />
    </>
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
