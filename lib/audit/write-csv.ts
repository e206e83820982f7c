/** What a spreadsheet would take for a formula, its full-width forms included. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** One line of RFC 4180 text, ending in CRLF; a cell that a spreadsheet would run begins with an apostrophe (I26). */
export function writeCsvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

function writeCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll('\0', '')
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
