import { appendFileSync } from 'node:fs'

/** How often a part of the harness tries: `short` in `npm test`, `full` in `npm run torture`. */
export function times(short: number, full: number): number {
  return process.env.TORTURE === 'full' ? full : short
}

/** Prints what a part has counted; `npm run torture` collects it, and counts of one name in one part are added up. */
export function tell(part: string, counts: Record<string, number>): void {
  const words = Object.entries(counts).map(([what, count]) => `${count} ${what}`)
  process.stdout.write(`${part}: ${words.join(', ')}\n`)
  const file = process.env.TORTURE_COUNTS
  if (file) appendFileSync(file, `${JSON.stringify({ part, counts })}\n`)
}
