/** The middle of several figures; the mean of the two middle ones when they are even. */
export const median = (figures: readonly number[]): number => quantile(figures, 0.5)

/** `share` 0 … 1; between two figures in proportion. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** One line of the report: a figure, the floor of the same run it is held against, and the goal. */
export interface Figure {
  what: string
  value: number
  unit: string
  floor?: number
  /** The largest allowed `value / floor`. */
  ratioAtMost?: number
  /** The largest allowed value; with `ratioAtMost` too, one of the two is enough. */
  atMost?: number
  /** A ratio that would be better still. */
  stretch?: number
}

const show = (figure: number, unit: string) => `${figure.toFixed(Number.isInteger(figure) ? 0 : 1)} ${unit}`.trim()

/** Null: the figure is only stated. */
function isMet({ value, floor, ratioAtMost, atMost }: Figure): boolean | null {
  if (ratioAtMost === undefined && atMost === undefined) return null
  // Compared so that a figure that could not be taken (NaN) is a missed one.
  const within = atMost !== undefined && value <= atMost
  return within || (ratioAtMost !== undefined && floor !== undefined && value / floor <= ratioAtMost)
}

function goalOf({ unit, ratioAtMost, atMost, stretch }: Figure): string {
  const goals = [
    ...(atMost === undefined ? [] : [`≤ ${atMost} ${unit}`.trim()]),
    ...(ratioAtMost === undefined ? [] : [`ratio ≤ ${ratioAtMost}`]),
  ].join(' or ')
  return `${goals || 'stated'}${stretch === undefined ? '' : ` (stretch ${stretch})`}`
}

function lineOf(figure: Figure): string {
  const { what, value, unit, floor, stretch } = figure
  const met = isMet(figure)
  const ratio = floor === undefined ? '' : (value / floor).toFixed(2)
  const better = stretch !== undefined && floor !== undefined && value / floor <= stretch
  const verdict = met === null ? '' : met ? (better ? 'met, stretch too' : 'met') : 'missed'
  const floorText = floor === undefined ? '' : show(floor, unit)
  return `| ${what} | ${show(value, unit)} | ${floorText} | ${ratio} | ${goalOf(figure)} | ${verdict} |`
}

/** Prints the figures as a table of markdown and says whether every goal was met. */
export function report(figures: readonly Figure[]): boolean {
  console.log('| what | Keydesk | floor of the same run | ratio | goal | |\n|---|---|---|---|---|---|')
  for (const figure of figures) console.log(lineOf(figure))
  return figures.every((figure) => isMet(figure) !== false)
}
