import type { House } from '../access/house'
import { closeQueue, openQueue } from '../queue/open-queue'
import type { RunningJobs } from './start-process'

/** What runs beside the requests of this process. */
export async function startJobs(house: House): Promise<RunningJobs> {
  await openQueue(house.home, house.log)
  return { stop: () => closeQueue(house.home) }
}
