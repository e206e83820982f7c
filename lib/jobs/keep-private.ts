import { type House, openDeskContext, openHouseContext } from '../access/house'
import { eraseExpired, eraseExpiredOfHouse } from '../privacy/erase-expired'
import { listLastRuns } from '../privacy/queries'
import { listAllProperties } from '../properties/queries'
import { type Clock, dayMs, hourMs, type Instant, minuteMs } from '../time/clock'
import { repeat } from './repeat'

const lookEveryMs = 5 * minuteMs
const runEveryMs = hourMs
/** A clock that jumped further is not believed before it has gone on for a day (I12): what is erased does not come back. */
const jumpMs = 10 * minuteMs
const believedAfterMs = dayMs

/** What had its time goes once an hour: per property with its own limits, and for the house. */
export function keepPrivate(house: House, signal: AbortSignal): Promise<void> {
  const believed = clockWatch(house.clock)
  return repeat(house, signal, 'privacy', lookEveryMs, async () => {
    if (believed()) await erasePrivate(house)
    else house.log.warn({ work: 'privacy' }, 'the clock jumped: nothing is erased for a day')
  })
}

/** One look: whose last run is an hour old is gone through. */
export async function erasePrivate(house: House): Promise<void> {
  const actor = { kind: 'system', part: 'privacy' } as const
  const ctx = openHouseContext(house, actor)
  const lastRuns = await listLastRuns(ctx)
  const due = (at: Instant | undefined) => at === undefined || Math.abs(ctx.now - at) >= runEveryMs
  for (const property of await listAllProperties(ctx)) {
    if (house.background.stopping.aborted) return
    if (due(lastRuns.get(property.id))) await eraseExpired(openDeskContext(house, actor, property))
  }
  if (due(lastRuns.get(null))) await eraseExpiredOfHouse(openHouseContext(house, actor))
}

/** Whether the wall clock has kept pace with the monotonic one, looked at now and then. */
export function clockWatch(clock: Clock): () => boolean {
  const offset = () => clock.now() - clock.monotonicMs()
  let known = offset()
  let doubtedUntilMs = Number.NEGATIVE_INFINITY
  return () => {
    const current = offset()
    if (Math.abs(current - known) > jumpMs) doubtedUntilMs = clock.monotonicMs() + believedAfterMs
    known = current
    return clock.monotonicMs() >= doubtedUntilMs
  }
}
