import { type House, openDeskContext, openHouseContext } from '../access/house'
import { mailHeads } from '../messages/mail-heads'
import { listAllProperties } from '../properties/queries'
import { minuteMs } from '../time/clock'
import { repeat } from './repeat'

const lookEveryMs = 5 * minuteMs

/** Looks again and again whether a property's day has come to mail the newest hashes; every process may. */
export async function mailHeadsDaily(house: House, signal: AbortSignal): Promise<void> {
  if (!house.mailer) return
  const actor = { kind: 'system', part: 'heads-mail' } as const
  await repeat(house, signal, 'heads-mail', lookEveryMs, async () => {
    for (const property of await listAllProperties(openHouseContext(house, actor)))
      await mailHeads(openDeskContext(house, actor, property))
  })
}
