import type { House } from '../access/house'
import { isFailing } from '../connections/rules'
import { knownMigrations } from '../db/migrate'
import { errorFields } from '../log/log'
import { dayMs, secondMs } from '../time/clock'

/** A database that answers later than that is down for whoever waits. */
const answerWithinMs = 5 * secondMs
/** A job that is due for so long says that nobody works the queue. */
const queueLateMs = 60 * secondMs
/** Mail that failed longer ago says nothing of the mail server any more. */
const mailFailedMs = dayMs

export type HealthStatus = 'up' | 'degraded' | 'stopping' | 'down'

export interface Health {
  /** `stopping` and `down`: send nobody here. `degraded`: something beyond this process needs a look; desks work. */
  status: HealthStatus
  checks: {
    database: 'up' | 'down'
    /** `other-version`: the tables were made by another version of Keydesk. */
    migrations?: 'up' | 'other-version'
    queue?: { status: 'up' | 'degraded'; lagMs: number }
    lockServers?: { status: 'up' | 'degraded'; properties: { id: string; slug: string; status: 'up' | 'degraded' }[] }
    /** Absent where no mail server is set. */
    mail?: 'up' | 'degraded'
  }
}

interface HealthRow extends Record<string, unknown> {
  migrations: string[] | null
  queue_lag_ms: number
  mail_failed_ms: number | null
  properties: { id: string; slug: string; reachedMs: number | null; failedMs: number | null }[] | null
}

/** Whether this process can serve desks now; one statement, no call to a Lock Server. Never rejects. */
export async function readHealth(house: House): Promise<Health> {
  const row = await readRow(house)
  if (row === null) return { status: statusOf(house, 'down'), checks: { database: 'down' } }
  const known = knownMigrations()
  const found = row.migrations ?? []
  if (found.length !== known.length || found.some((hash, place) => hash !== known[place]))
    return { status: statusOf(house, 'down'), checks: { database: 'up', migrations: 'other-version' } }
  const properties = (row.properties ?? []).map(({ id, slug, reachedMs, failedMs }) => {
    const failing = isFailing({ reachedAt: reachedMs, failedAt: failedMs })
    return { id, slug, status: failing ? ('degraded' as const) : ('up' as const) }
  })
  const lagMs = Number(row.queue_lag_ms)
  const queue = lagMs > queueLateMs ? 'degraded' : 'up'
  const lockServers = properties.some(({ status }) => status === 'degraded') ? 'degraded' : 'up'
  const mailFails = row.mail_failed_ms !== null && house.clock.now() - Number(row.mail_failed_ms) < mailFailedMs
  const mail = house.mailer ? (mailFails ? 'degraded' : 'up') : undefined
  const degraded = [queue, lockServers, mail].includes('degraded')
  return {
    status: statusOf(house, degraded ? 'degraded' : 'up'),
    checks: {
      database: 'up',
      migrations: 'up',
      queue: { status: queue, lagMs },
      lockServers: { status: lockServers, properties },
      ...(mail && { mail }),
    },
  }
}

const statusOf = (house: House, status: HealthStatus): HealthStatus =>
  house.background.stopping.aborted ? 'stopping' : status

async function readRow({ home, clock, log }: House): Promise<HealthRow | null> {
  const inTime = new AbortController()
  try {
    const answer = home.execute(`
      select (select json_agg(hash order by place) from schema_migrations) as migrations, ${queueLagSql} as queue_lag_ms, ${mailFailedSql} as mail_failed_ms,
        (select json_agg(json_build_object('id', p.id, 'slug', p.slug,
            'reachedMs', extract(epoch from c.reached_at) * 1000, 'failedMs', extract(epoch from c.failed_at) * 1000) order by p.slug)
          from connections c join properties p on p.id = c.property_id) as properties`)
    const late = clock.wait(answerWithinMs, inTime.signal).then(() => null)
    const first = await Promise.race([answer, late])
    // Whatever comes of a late answer, nobody waits for it any more.
    if (first === null) answer.catch(() => undefined)
    return (first?.rows[0] as HealthRow | undefined) ?? null
  } catch (error) {
    log.warn(errorFields(error), 'health: the database does not answer')
    return null
  } finally {
    inTime.abort()
  }
}

/**
 * When mail last failed for the second time or more while none was sent since it was asked for; null when all is well. So one
 * address that is refused among others says nothing of the server.
 */
const mailFailedSql = `
  (select extract(epoch from max(tried_at)) * 1000 from mails
    where sent_at is null and tries >= 2 and fault not in ('not-set-up', 'overdue')
      and at > coalesce((select max(sent_at) from mails), '-infinity'))`

/** How long the oldest job that is due has waited, in ms, by the database's clock; 0 when none waits. */
export const queueLagSql = `
  (select coalesce(extract(epoch from clock_timestamp() - min(start_after)) * 1000, 0)::float8
    from pgboss.job where state < 'active' and not blocked and start_after <= clock_timestamp())`
