/** Stands for the rows of a long table that are not in the document. */
export function RowGap({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className="data-gap">
      <td style={{ height, padding: 0 }} />
    </tr>
  )
}
