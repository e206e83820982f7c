/** The middle of several figures; the mean of the two middle ones when they are even. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** One line of the report: a figure, the floor of the same run it is held against, and the goal. */
export interface Figure {
  what: string
  value: number
  floor: number
  unit: string
  /** The largest allowed `value / floor`. */
  goal: number
}

/** Prints the figures as a table of markdown and says whether every goal was met. */
export function report(figures: readonly Figure[]): boolean {
  const lines = figures.map(({ what, value, floor, unit, goal }) => {
    const ratio = value / floor
    const met = ratio <= goal
    return {
      met,
      line: `| ${what} | ${value.toFixed(1)} ${unit} | ${floor.toFixed(1)} ${unit} | ${ratio.toFixed(2)} | ≤ ${goal} | ${met ? 'met' : 'missed'} |`,
    }
  })
  console.log('| what | Keydesk | floor of the same run | ratio | goal | |\n|---|---|---|---|---|---|')
  for (const { line } of lines) console.log(line)
  return lines.every(({ met }) => met)
}
