import { type House, openHouseContext } from '../access/house'
import { forgetLeases } from '../db/leases'
import { sweepMails } from '../messages/sweep-mails'
import { forgetSignIns } from '../staff/forget-sign-ins'

/** What grows with use and nobody needs any more goes; done twice it is the same as once, so every process may. */
export async function sweepDaily(house: House): Promise<void> {
  const ctx = openHouseContext(house, { kind: 'system', part: 'daily-sweep' })
  const sessions = await forgetSignIns(ctx)
  const mails = await sweepMails(ctx)
  const leases = await forgetLeases(house.home.db)
  if (sessions + leases + mails > 0) house.log.info({ sessions, leases, mails }, 'swept')
}
