/** Makes the migrated, empty embedded database that a first start is copied from, so that it takes seconds less. */
import { prepareTemplate } from '../lib/db/embedded-template'
import { silentLog } from '../lib/log/log'
import { closeQueue, openQueue } from '../lib/queue/open-queue'

await prepareTemplate(async (home) => {
  await openQueue(home, silentLog)
  await closeQueue(home)
})
process.exit(0)
