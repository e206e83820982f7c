import { type House, openHouseContext } from '../access/house'
import { abandonKeeperAccounts } from '../connections/abandon-keeper-accounts'
import { claimLease, releaseLease } from '../db/leases'
import { leases } from '../db/schema/leases'
import { abandonInstructions, processLeaseName } from '../instructions/abandon-instructions'
import { secondMs } from '../time/clock'
import { repeat } from './repeat'

/** A process that did not renew its lease for so long is taken for dead; its open intents become "no answer" (I17). */
const processLeaseMs = 10 * secondMs
const renewEveryMs = 3 * secondMs
const sweepEveryMs = 5 * secondMs

/** Before anything else: this process lives, and what dead ones left without an outcome is told. */
export async function beginLiving(house: House): Promise<void> {
  // On embedded data we are the only process there can be (I24): whoever else is said to hold something is gone.
  if (house.home.kind === 'embedded') await house.home.db.delete(leases)
  await renew(house)
  await sweep(house)
}

/** Goes on with both until the signal. */
export function goOnLiving(house: House, signal: AbortSignal): Promise<void>[] {
  return [
    repeat(house, signal, 'life-sign', renewEveryMs, () => renew(house)),
    repeat(house, signal, 'abandon-sweep', sweepEveryMs, () => sweep(house)),
  ]
}

export async function endLiving({ home, processId }: House): Promise<void> {
  await releaseLease(home.db, processLeaseName(processId), processId)
}

async function renew({ home, processId }: House): Promise<void> {
  await claimLease(home.db, processLeaseName(processId), processId, processLeaseMs)
}

async function sweep(house: House): Promise<void> {
  const ctx = openHouseContext(house, { kind: 'system', part: 'sweep' })
  const abandoned = (await abandonInstructions(ctx)) + (await abandonKeeperAccounts(ctx))
  if (abandoned > 0) house.log.warn({ abandoned }, 'intents of a process that is gone: no answer')
}
