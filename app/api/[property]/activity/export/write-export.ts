import { type ActivityPlaceAndTime, activityLine } from '@/components/activity/activity-line'
import type { ActivityWords } from '@/components/activity/activity-words'
import { type ActivityRow, type ExportFormat, exportFormats } from '@/lib/audit/contract'
import { writeCsvLine } from '@/lib/audit/write-csv'

export const isExportFormat = (text: unknown): text is ExportFormat => exportFormats.some((format) => format === text)

/** The file's text, a page at a time. CSV is in the reader's words with the codes beside them, JSON is the rows as they stand. */
export async function* writeExport(
  format: ExportFormat,
  pages: AsyncGenerator<ActivityRow[]>,
  words: ActivityWords,
  place: ActivityPlaceAndTime,
): AsyncGenerator<string, undefined> {
  const { activity } = words
  if (format === 'csv') {
    // A spreadsheet takes the text for UTF-8 only with this mark before it.
    const columns = ['when', 'what', 'details', 'who', 'door', 'why', 'outcome'] as const
    yield `\uFEFF${writeCsvLine([...columns.map((column) => activity(`columns.${column}`)), ...codes])}`
    for await (const rows of pages) yield rows.map((row) => csvLine(row, words, place)).join('')
    return
  }
  let before = '[\n'
  for await (const rows of pages) {
    for (const row of rows) {
      const { sequence: _, instruction, ...told } = row
      yield `${before}${JSON.stringify({ ...told, at: new Date(row.at).toISOString(), instruction })}`
      before = ',\n'
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

/** Columns for machines; their names are the same in every language. */
const codes = ['at', 'event', 'actorKind', 'requestId', 'chain', 'place', 'hash']

function csvLine(row: ActivityRow, words: ActivityWords, place: ActivityPlaceAndTime): string {
  const line = activityLine(row, words, place)
  return writeCsvLine([
    line.when,
    line.what,
    line.details.join(' · '),
    line.who,
    line.door,
    line.why,
    line.outcome?.text ?? null,
    new Date(row.at).toISOString(),
    row.event,
    row.actorKind,
    row.requestId,
    row.chainId,
    row.place,
    row.hash,
  ])
}
