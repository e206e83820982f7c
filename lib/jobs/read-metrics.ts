import type { House } from '../access/house'
import { isFailing } from '../connections/rules'
import { errorFields } from '../log/log'
import { hourMs, type Instant } from '../time/clock'
import { type Metric, metricsText, type Sample } from './metrics-text'
import { readProcessVitals } from './process-vitals'
import { queueLagSql } from './read-health'

/** What an operator watches, as Prometheus reads it; slugs and counts only. Three statements, each by index; never rejects. */
export async function readMetrics(house: House): Promise<string> {
  const rows = await readDatabase(house).catch((error: unknown) => {
    house.log.warn(errorFields(error), 'metrics: the database does not answer')
    return null
  })
  const database = gauge('keydesk_database_up', 'Whether the database answers.', rows === null ? 0 : 1)
  return metricsText([database, ...(rows ?? []), ...processMetrics()])
}

async function readDatabase(house: House): Promise<Metric[]> {
  const now = house.clock.now()
  return [...(await lastHour(house, now)), ...(await perProperty(house, now)), ...(await forHouse(house, now))]
}

async function lastHour({ home }: House, now: Instant): Promise<Metric[]> {
  const { rows } = await home.execute(
    `select i.kind, coalesce(i.outcome, 'open') as outcome, count(*)::int as count
      from properties p join instructions i on i.property_id = p.id and i.intended_at > $1::timestamptz
      group by 1, 2 order by 1, 2`,
    [at(now - hourMs)],
  )
  const samples = rows.map((row) => ({
    labels: { kind: String(row.kind), outcome: String(row.outcome) },
    value: Number(row.count),
  }))
  return [{ name: 'keydesk_instructions_last_hour', help: 'Commands of the last hour by kind and outcome.', samples }]
}

async function perProperty({ home }: House, now: Instant): Promise<Metric[]> {
  const { rows } = await home.execute(
    `select p.slug, extract(epoch from c.reached_at)::float8 as reached, extract(epoch from c.failed_at)::float8 as failed,
        exists (select 1 from leases l where l.name = 'tracker:' || p.id and l.until > clock_timestamp()) as tracked,
        extract(epoch from $1::timestamptz - g.sampled_at)::float8 as lag
      from properties p join connections c on c.property_id = p.id
      left join lateral (select max(sampled_at) as sampled_at from gateways where property_id = p.id) g on true
      order by p.slug`,
    [at(now)],
  )
  const each = (name: string, help: string, figureOf: (row: Record<string, unknown>) => number | null): Metric => ({
    name,
    help,
    samples: rows.flatMap((row): Sample[] => {
      const value = figureOf(row)
      return value === null ? [] : [{ labels: { property: String(row.slug) }, value }]
    }),
  })
  const instantOf = (value: unknown) => (value === null ? null : Number(value))
  return [
    each('keydesk_lock_server_reachable', 'Whether the last word from the Lock Server was an answer.', (row) =>
      isFailing({ reachedAt: instantOf(row.reached), failedAt: instantOf(row.failed) }) ? 0 : 1,
    ),
    each('keydesk_tracker_lease_held', 'Whether a process follows the commands of this property.', (row) =>
      row.tracked === true ? 1 : 0,
    ),
    each('keydesk_sampler_lag_seconds', 'Since the newest sample of a gateway; none before the first.', (row) =>
      row.lag === null ? null : Math.max(0, Number(row.lag)),
    ),
  ]
}

async function forHouse({ home }: House, now: Instant): Promise<Metric[]> {
  const { rows } = await home.execute(
    `with open as (select count(*)::int as count, extract(epoch from $1::timestamptz - min(intended_at))::float8 as oldest
        from instructions where outcome is null)
      select open.count as open, coalesce(open.oldest, 0) as oldest, ${queueLagSql} as queue_lag_ms,
        (select count(*)::int from properties p join instructions i on i.property_id = p.id
          where i.outcome = 'accepted' and i.settled_at is null and i.track_until_at > $1::timestamptz) as followed,
        (select count(*)::int from pgboss.job where state < 'active' and not blocked) as jobs,
        (select coalesce(sum(coalesce(r.count, 1)), 0)::int from audit_events e left join audit_repeats r on r.event_id = e.id
          where e.property_id is null and e.at > $2::timestamptz and e.event = 'person.sign-in-failed') as failures,
        (select count(*)::int from leases where name >= 'process:' and name < 'process;' and until > clock_timestamp()) as processes
      from open`,
    [at(now), at(now - hourMs)],
  )
  const row = rows[0] ?? {}
  const of = (name: string) => Number(row[name] ?? 0)
  return [
    gauge('keydesk_instructions_open', 'Commands without an outcome: waiting for their turn or answer.', of('open')),
    gauge('keydesk_instructions_oldest_open_seconds', 'Age of the oldest of those.', Math.max(0, of('oldest'))),
    gauge('keydesk_instructions_followed', 'Accepted commands whose door has not said its last word.', of('followed')),
    gauge('keydesk_queue_lag_seconds', 'How long the oldest job that is due has waited.', of('queue_lag_ms') / 1_000),
    gauge('keydesk_queue_jobs', 'Jobs that wait, those for later included.', of('jobs')),
    gauge('keydesk_sign_in_failures_last_hour', 'Sign-ins that failed within the last hour.', of('failures')),
    gauge('keydesk_processes', 'Processes of Keydesk that share this database.', of('processes')),
  ]
}

function processMetrics(): Metric[] {
  const { uptimeSeconds, eventLoopLag, memory } = readProcessVitals()
  const ofLag = (kind: string, value: number): Sample => ({ labels: { kind }, value })
  return [
    gauge('keydesk_process_uptime_seconds', 'Since this process began.', uptimeSeconds),
    {
      name: 'keydesk_event_loop_lag_seconds',
      help: 'How late this process came to its work since the last look.',
      samples: [
        ofLag('mean', eventLoopLag.meanSeconds),
        ofLag('p99', eventLoopLag.p99Seconds),
        ofLag('max', eventLoopLag.maxSeconds),
      ],
    },
    {
      name: 'keydesk_process_memory_bytes',
      help: 'Memory of this process.',
      samples: [
        ofLag('resident', memory.residentBytes),
        ofLag('heap', memory.heapUsedBytes),
        ofLag('external', memory.externalBytes),
      ],
    },
  ]
}

const gauge = (name: string, help: string, value: number): Metric => ({ name, help, samples: [{ value }] })

const at = (instant: Instant): string => new Date(instant).toISOString()
