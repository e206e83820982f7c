import { isStartError } from '../lib/db/start-error'
import { SettingsError, settings } from '../lib/env/settings'
import { startJobs } from '../lib/jobs/start-jobs'
import { openHouse, stopOnSignal } from '../lib/jobs/start-process'

/** Keydesk without its pages: trackers, samplers and the queue, beside server processes on the same PostgreSQL. */
try {
  const given = settings()
  if (!given.DATABASE_URL) {
    throw new SettingsError('The worker needs DATABASE_URL: embedded data has room for one process, the server itself.')
  }
  const house = await openHouse(given)
  stopOnSignal(house, await startJobs(house))
  process.stdout.write('Keydesk’s worker runs.\n')
} catch (error) {
  if (!(error instanceof SettingsError) && !isStartError(error)) throw error
  process.stderr.write(`\nThe worker cannot start.\n${error.message}\n\n`)
  process.exit(1)
}
