import { PgBoss } from 'pg-boss'
import type { Home } from '../db/home'
import { errorFields, type Log } from '../log/log'
import type { JobName, JobPayloads } from './contract'
import { bossOptions, givenUpQueue, logTroubles, openQueue } from './open-queue'

const stopWithinMs = 10_000
/** How late a job of a worker that died is found, beyond its missing beat. */
const superviseEverySeconds = 15
/** New jobs are told at once; this finds those whose time came, such as further tries. */
const pollEverySeconds = 5

export interface JobRun {
  jobId: string
  /** 1 at the first try. */
  attempt: number
  /** Aborted when the job's time is over or the runner gives up waiting. */
  signal: AbortSignal
}

/** Does one job, at least once: it may be called again after it succeeded, so it must be idempotent. Throwing tries again. */
export type Worker<J extends JobName> = (payload: JobPayloads[J], run: JobRun) => Promise<void>

export type Workers = { readonly [J in JobName]: Worker<J> }

export interface Schedule<J extends JobName = JobName> {
  job: J
  payload: JobPayloads[J]
  /** Five fields, minutes the finest. */
  cron: string
  timeZone: string
}

export interface RunnerOptions {
  home: Home
  log: Log
  workers: Partial<Workers>
  /** All that there are: one that was there before and is not in the list ends. */
  schedules?: readonly Schedule[]
}

export interface Runner {
  /** Takes no more jobs and waits up to 10 s for those under way; the rest are tried again by whoever runs next. */
  stop(): Promise<void>
}

/** Works the queue in this process; any number of processes may. Jobs that failed at every try are logged and kept 30 days. */
export async function startRunner({ home, log, workers, schedules = [] }: RunnerOptions): Promise<Runner> {
  await openQueue(home, log)
  const boss = new PgBoss({
    ...bossOptions(home),
    migrate: false,
    useListenNotify: true,
    superviseIntervalSeconds: superviseEverySeconds,
    monitorIntervalSeconds: superviseEverySeconds,
  })
  logTroubles(boss, log)
  await boss.start()
  if (home.kind === 'embedded') await takeUpBegun(home, boss)
  for (const name of Object.keys(workers) as JobName[]) await startWorking(boss, log, workers, name)
  await boss.work(
    givenUpQueue,
    { includeMetadata: true, notifyPollingIntervalSeconds: pollEverySeconds },
    async (jobs) => {
      for (const job of jobs) {
        log.error(
          { job: job.sourceName, jobId: job.sourceId, tries: (job.sourceRetryCount ?? 0) + 1 },
          'a job was given up',
        )
      }
    },
  )
  await setSchedules(boss, schedules)
  return { stop: () => boss.stop({ graceful: true, timeout: stopWithinMs, close: false }) }
}

/** Whoever worked on an embedded home before is gone; on PostgreSQL another process may be at work, and its beat decides. */
async function takeUpBegun(home: Home, boss: PgBoss): Promise<void> {
  const { rows } = await home.execute("select name, id from pgboss.job where state = 'active'")
  for (const { name, id } of rows) await boss.fail(String(name), String(id))
}

async function startWorking<J extends JobName>(boss: PgBoss, log: Log, workers: Partial<Workers>, name: J) {
  const worker: Worker<J> | undefined = workers[name]
  if (worker === undefined) return
  await boss.work<JobPayloads[J]>(
    name,
    { localConcurrency: 2, notifyPollingIntervalSeconds: pollEverySeconds },
    async (jobs) => {
      for (const job of jobs) {
        const attempt = job.retryCount + 1
        try {
          await worker(job.data, { jobId: job.id, attempt, signal: job.signal })
        } catch (error) {
          log.warn({ job: name, jobId: job.id, attempt, ...errorFields(error) }, 'a job failed')
          // What is thrown here is stored with the job, and a message may carry a guest's name or a code.
          throw new Error('failed; see the log')
        }
      }
    },
  )
}

async function setSchedules(boss: PgBoss, wanted: readonly Schedule[]): Promise<void> {
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.some(({ job }) => job === name)) await boss.unschedule(name)
  }
  for (const { job, payload, cron, timeZone } of wanted) await boss.schedule(job, cron, payload, { tz: timeZone })
}
