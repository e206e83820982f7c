import type { House } from '../access/house'
import { type HeadMemory, writeHeads } from '../audit/write-heads'
import { claimLease, releaseLease } from '../db/leases'
import { errorFields } from '../log/log'
import { minuteMs } from '../time/clock'
import { repeat } from './repeat'

const leaseName = 'activity-heads'
const everyMs = minuteMs

/** The newest hashes of the activity go outside the database once a minute, by one process at a time, and once more at the end. */
export function keepHeads(house: House, signal: AbortSignal): Promise<void>[] {
  const { headsFile, home, sealer, clock, processId } = house
  if (headsFile === undefined) return []
  const memory: HeadMemory = new Map()
  const write = async () => {
    if (await claimLease(home.db, leaseName, processId, 2 * everyMs)) {
      await writeHeads(home.db, sealer, headsFile, clock.now(), memory)
    }
  }
  const last = async () => {
    await write()
    await releaseLease(home.db, leaseName, processId)
  }
  const failed = (error: unknown) =>
    house.log.warn({ work: leaseName, ...errorFields(error) }, 'the last hashes of the activity were not written')
  return [repeat(house, signal, leaseName, everyMs, write).then(last).catch(failed)]
}
