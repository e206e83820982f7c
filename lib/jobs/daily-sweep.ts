import { type House, openHouseContext } from '../access/house'
import { forgetLeases } from '../db/leases'
import { forgetSignIns } from '../staff/forget-sign-ins'

/** What grows with use and nobody needs any more goes; done twice it is the same as once, so every process may. */
export async function sweepDaily(house: House): Promise<void> {
  const sessions = await forgetSignIns(openHouseContext(house, { kind: 'system', part: 'daily-sweep' }))
  const leases = await forgetLeases(house.home.db)
  if (sessions + leases > 0) house.log.info({ sessions, leases }, 'swept')
}
