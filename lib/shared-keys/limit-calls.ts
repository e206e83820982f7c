import { addressGroup } from '../access/address-group'
import type { HouseContext } from '../access/context'
import { countInMinute } from '../db/rate-counts'
import { type Clock, minuteMs } from '../time/clock'

/** I15. */
export const unauthenticatedPerMinute = 30
export const authenticatedPerMinute = 600

/** A flood from ever new addresses takes no more memory than this; those beyond it share one count. */
const mostSubjects = 10_000

interface Tally {
  minute: number
  counts: Map<string, number>
}

const key = Symbol.for('keydesk.callback-calls')
/** On the process: this module exists more than once inside `next start`. */
const processWide = globalThis as { [key]?: WeakMap<Clock, Tally> }

/**
 * Counts one call of `subject` in this minute and process; false when it is over the limit. Guards this process's own work
 * and memory; `countStranger` counts for all processes together, calls that leave rows are counted in the rows.
 */
export function countCall(clock: Clock, subject: string, perMinute: number): boolean {
  processWide[key] ??= new WeakMap()
  const minute = Math.floor(clock.monotonicMs() / minuteMs)
  let tally = processWide[key].get(clock)
  if (tally?.minute !== minute) {
    tally = { minute, counts: new Map() }
    processWide[key].set(clock, tally)
  }
  const { counts } = tally
  const counted = counts.has(subject) || counts.size < mostSubjects ? subject : 'others'
  const count = (counts.get(counted) ?? 0) + 1
  counts.set(counted, count)
  return count <= perMinute
}

/**
 * I15 over all processes: an unauthenticated call of the address in this minute; false when it is over the limit. One
 * statement, and none once this process alone had the limit: a flood does not reach the database.
 */
export async function countStranger(ctx: HouseContext, address: string): Promise<boolean> {
  const group = addressGroup(address)
  if (!countCall(ctx.clock, `address:${group}`, unauthenticatedPerMinute)) return false
  const subject = `callback:${ctx.sealer.fingerprint(group, 'callback-address')}`
  const [count = 1] = await countInMinute(ctx.db, [subject], ctx.now)
  return count <= unauthenticatedPerMinute
}
