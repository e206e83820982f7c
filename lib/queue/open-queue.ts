import { type Db, PgBoss, type Queue } from 'pg-boss'
import type { Database } from '../db/database'
import type { Home } from '../db/home'
import { errorFields, type Log, silentLog } from '../log/log'
import { type JobName, jobNames, mailTries } from './contract'

/** Where a job goes after its last try. */
export const givenUpQueue = 'given-up'

/** Tried six times within about two minutes; a worker that dies is noticed by its missing beat. */
const jobQueue = {
  retryLimit: 5,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  expireInSeconds: 300,
  heartbeatSeconds: 10,
  deleteAfterSeconds: 24 * 3600,
  deadLetter: givenUpQueue,
  notify: true,
} satisfies Omit<Queue, 'name'>

/** About two hours in all. */
const mailQueue = { ...jobQueue, retryLimit: mailTries - 1, retryDelay: 30, retryDelayMax: 3600 } satisfies Omit<
  Queue,
  'name'
>

const queueFor = (job: JobName) => (job === 'mail-due' ? mailQueue : jobQueue)

const givenUp = { retryLimit: 0, deleteAfterSeconds: 30 * 24 * 3600, notify: true } satisfies Omit<Queue, 'name'>

const key = Symbol.for('keydesk.queues')
const processWide = globalThis as { [key]?: WeakMap<Database, Promise<PgBoss>> }

/** Makes `enqueue` work on this home, its tables and queues up to date; once per process, further calls share it. */
export function openQueue(home: Home, log: Log = silentLog): Promise<PgBoss> {
  const queues = processWide[key] ?? new WeakMap<Database, Promise<PgBoss>>()
  processWide[key] = queues
  let queue = queues.get(home.db)
  if (queue === undefined) {
    queue = startSender(home, log)
    queues.set(home.db, queue)
    queue.catch(() => queues.delete(home.db))
  }
  return queue
}

/** The queue of that database; throws when `openQueue` was not called for it. */
export async function queueOf(db: Database): Promise<PgBoss> {
  const queue = processWide[key]?.get(db)
  if (queue === undefined) throw new Error('The queue of this database is not open yet.')
  return queue
}

/** Ends what `openQueue` started; before `home.close()`. */
export async function closeQueue(home: Home): Promise<void> {
  const queue = await processWide[key]?.get(home.db)
  processWide[key]?.delete(home.db)
  await queue?.stop({ graceful: false, close: false })
}

/** What both the sender and the runner are made with; its connections are the home's. */
export function bossOptions(home: Home) {
  return {
    db: queueDatabase(home),
    backend: home.kind === 'embedded' ? 'pglite' : 'postgres',
    // The embedded home has its own upkeep, and one connection that a rebuild would hold.
    ...(home.kind === 'embedded' ? { reindex: false, monitorVacuum: false } : {}),
  } as const
}

export function logTroubles(boss: PgBoss, log: Log): void {
  boss.on('error', (error) => log.warn(errorFields(error), 'the queue met an error'))
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'the queue warns'))
}

function startSender(home: Home, log: Log): Promise<PgBoss> {
  // Two processes starting at once would both find no tables.
  return home.exclusively('queue', async () => {
    const boss = new PgBoss({ ...bossOptions(home), supervise: false, schedule: false, registerInstance: false })
    logTroubles(boss, log)
    await boss.start()
    const found = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
    for (const [name, wanted] of [
      [givenUpQueue, givenUp] as const,
      ...jobNames.map((job) => [job, queueFor(job)] as const),
    ]) {
      const queue = found.get(name)
      if (queue === undefined) await boss.createQueue(name, wanted)
      else if (Object.entries(wanted).some(([option, value]) => queue[option as keyof Queue] !== value)) {
        await boss.updateQueue(name, wanted)
      }
    }
    return boss
  })
}

/**
 * The home as pg-boss takes it. Its own adapter for PGlite rolls a failed block back in a second step, and until then
 * everybody else's statements would fall into the failed transaction.
 */
function queueDatabase(home: Home): Db {
  return {
    executeSql: (text, values) => home.execute(text, values),
    async listen(channel, onMessage, onReconnect) {
      const stop = await home.listen(channel, onMessage, onReconnect)
      onReconnect()
      return { close: stop }
    },
  }
}
