import { createHouse, type House, moveIn } from '../access/house'
import { adoptOldRows } from '../audit/adopt-old-rows'
import { offerRows } from '../backup/offer-rows'
import { openHome } from '../db/open-home'
import { openSealer } from '../db/open-sealer'
import { isStartError } from '../db/start-error'
import type { MailServer } from '../env/mail-server'
import { isSettingsError, type Settings, settings } from '../env/settings'
import { createLog, errorFields } from '../log/log'
import { systemClock } from '../time/clock'
import { firstStart } from './first-start'
import { watchEventLoop } from './process-vitals'

/** What runs beside the requests: trackers, samplers, the queue. */
export interface RunningJobs {
  /** No new work; resolves when what is under way was recorded, 20 s at most. */
  finish(): Promise<void>
  /** `finish`, then leases are given back and the queue closes. */
  stop(): Promise<void>
}

/** A stop that takes longer is cut off: what was committed is safe either way (I17). */
const stopWithinMs = 28_000

export interface ProcessParts {
  startJobs: (house: House) => Promise<RunningJobs>
  /** Begins no request any more and resolves when those under way were answered. */
  stopServing: () => Promise<void>
}

/** Opens the house of this process and says where it is; a setting or a home that cannot be used ends the process with words. */
export async function startProcess({ startJobs, stopServing }: ProcessParts): Promise<void> {
  try {
    const given = settings()
    if (given.METRICS_TOKEN) watchEventLoop()
    const house = await openHouse(given)
    const { setupCode } = await firstStart(house, given)
    const jobs = await startJobs(house)
    const stopOffering = given.DATABASE_URL ? async () => {} : await offerRows(house, given.DATA_DIR)
    stopOnSignal(house, jobs, async () => {
      await Promise.all([stopServing(), stopOffering()])
    })
    print(welcome(given, setupCode))
  } catch (error) {
    // Next would go on and answer every request with 500: better gone, so that whoever watches starts it again.
    const told = isSettingsError(error) || isStartError(error)
    const words = told ? error.message : `${errorFields(error).error} ${errorFields(error).where ?? ''}`
    process.stderr.write(`\nKeydesk cannot start.\n${words}\n\n`)
    process.exit(1)
  }
}

/** The house that the settings describe, moved in. Also for the worker, which serves nobody. */
export async function openHouse(given: Settings): Promise<House> {
  const log = createLog(given.LOG_LEVEL)
  const home = await openHome({
    ...(given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR }),
    log,
    onEnd: leave,
  })
  const house = createHouse({
    home,
    sealer: await openSealer(home.db, given),
    clock: systemClock,
    log,
    publicUrl: given.PUBLIC_URL,
    headsFile: given.AUDIT_HEADS_FILE,
    adminKeysOn: given.ADMIN_KEYS === 'on',
    mailer: given.mailServer ? await mailerTo(given.mailServer) : undefined,
  })
  // Before anybody writes a line of the activity.
  const adopted = await adoptOldRows(home.db, house.sealer)
  if (adopted > 0) log.info({ adopted }, 'lines of the activity were put into their chains')
  moveIn(house)
  return house
}

/** Nothing can be read or written any more: better gone, so that whoever watches starts it again; in flight is unknown then (I17). */
function leave(words: string): never {
  process.stderr.write(`\n${words}\n\n`)
  process.exit(1)
}

/** A house without mail does not hold what sends it in memory. */
async function mailerTo(server: MailServer) {
  const { createMailer } = await import('../messages/smtp-transport')
  return createMailer(server)
}

/** SIGTERM and SIGINT: no new work, what is under way ends, then the home closes. A second signal ends at once. */
export function stopOnSignal(house: House, jobs: RunningJobs, stopServing = async () => {}): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1)
    stopping = true
    house.log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    closeHouse(house, jobs, stopServing).then(
      () => process.exit(0),
      (error: unknown) => {
        house.log.error(errorFields(error), 'stopping failed')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Next's own end would not wait for work under way outside requests.
    process.removeAllListeners(signal)
    process.on(signal, stop)
  }
}

async function closeHouse(house: House, jobs: RunningJobs, stopServing: () => Promise<void>): Promise<void> {
  // From here on a press is refused in words, and whoever looks on is still answered: outcomes of before are told.
  house.background.stop()
  await jobs.finish()
  await stopServing()
  await jobs.stop()
  await house.background.settled()
  await house.home.close()
}

function welcome({ PUBLIC_URL, HOST }: Settings, setupCode: string | null): string {
  const local = /^(localhost|127\.0\.0\.1|\[?::1\]?)$/
  // Who comes by another address than PUBLIC_URL can read pages, but not send anything (I30).
  const hint = local.test(new URL(PUBLIC_URL).hostname) && !local.test(HOST ?? '')
  const others = hint ? ['For other computers, set PUBLIC_URL to the address that they open.'] : []
  if (setupCode === null) return ['', `Keydesk is at ${PUBLIC_URL}`, ...others, '', ''].join('\n')
  return [
    '',
    `Keydesk is at ${PUBLIC_URL} and has no account yet.`,
    ...others,
    `Open ${PUBLIC_URL}/setup and enter this setup code within 30 minutes:`,
    '',
    `    ${setupCode}`,
    '',
    'It is shown only here and only once; a restart prints a new one.',
    '',
    '',
  ].join('\n')
}

function print(words: string): void {
  process.stdout.write(words)
}
