import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { seesDoorSql } from '../access/own-rooms'
import type { GatewayContact } from '../gateways/contract'
import { gatewayContact } from '../gateways/rules'
import { sinceSampleMs } from '../gateways/sample-age'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import type { LockReach, LockRow, LockState, Reading } from './contract'
import { doorLabel, heardAgeMs, lateReadings, lockReach, unreachableSince } from './rules'

/** A lock with its readings as the database gives it. */
export interface StoredLock {
  id: Id<'lock'>
  name: string
  room: string | null
  door: string | null
  common: boolean
  floor: string | null
  sortKey: string
  proposedRoom: string | null
  sampledAt: Instant | null
  readFailure: string | null
  goneAt: Instant | null
  changedAt: Instant | null
  readings: Reading[] | null
}

export interface StoredGateway {
  id: Id<'gateway'>
  name: string
  lastHeartbeatAt: Instant | null
  ageMs: number | null
  sampledAt: Instant | null
  goneAt: Instant | null
}

export interface StoredLocks {
  locks: StoredLock[]
  gateways: StoredGateway[]
  heartbeatMs: number
  /** As `GatewaySample.askedInVainAt`, of the property's Lock Server. */
  askedInVainAt: Instant | null
}

/** `doorLabel` in SQL, over the alias l (locks): what people call the door today (rule 10). */
export const doorLabelSql: SQL<string> = sql`coalesce(l.room, l.door, l.name)`

const ms = (column: SQL) => sql`(extract(epoch from ${column}) * 1000)::bigint`

/** The locks that the reader sees, with every gateway's reading, the gateways, and the heartbeat period: one statement, whatever the number. */
export async function readLocks(ctx: DeskContext, which: SQL = sql`true`): Promise<StoredLocks> {
  const { rows } = await ctx.db.execute<{
    locks: StoredLock[]
    gateways: StoredGateway[]
    heartbeat: number | null
    in_vain: number | null
  }>(sql`
    select
      (select coalesce(json_agg(json_build_object(
          'id', l.id, 'name', l.name, 'room', l.room, 'door', l.door, 'common', l.common, 'floor', l.floor,
          'sortKey', l.sort_key, 'proposedRoom', l.proposed_room, 'sampledAt', ${ms(sql`l.sampled_at`)},
          'readFailure', l.read_failure, 'goneAt', ${ms(sql`l.gone_at`)}, 'changedAt', ${ms(sql`l.changed_at`)},
          'readings', r.readings) order by l.sort_key, l.id), '[]'::json)
        from locks l
        left join lateral (
          select json_agg(json_build_object(
            'gatewayName', gateway_name, 'signalDbm', signal_dbm, 'heardAt', ${ms(sql`heard_at`)},
            'serverTimeAt', ${ms(sql`server_time_at`)}, 'sampledAt', ${ms(sql`sampled_at`)})) as readings
          from lock_readings where lock_id = l.id) r on true
        where l.property_id = ${ctx.property.id} and ${seesDoorSql(ctx)} and ${which}) as locks,
      (select coalesce(json_agg(json_build_object(
          'id', g.id, 'name', g.name, 'lastHeartbeatAt', ${ms(sql`g.last_heartbeat_at`)}, 'ageMs', g.age_ms,
          'sampledAt', ${ms(sql`g.sampled_at`)}, 'goneAt', ${ms(sql`g.gone_at`)})), '[]'::json)
        from gateways g where g.property_id = ${ctx.property.id}) as gateways,
      (select heartbeat_ms from connections where property_id = ${ctx.property.id}) as heartbeat,
      (select to_json(${ms(sql`failed_at`)}) from connections
        where property_id = ${ctx.property.id} and failed_at > coalesce(reached_at, '-infinity')) as in_vain`)
  const [row] = rows
  return {
    locks: row?.locks ?? [],
    gateways: row?.gateways ?? [],
    heartbeatMs: row?.heartbeat ?? 60_000,
    askedInVainAt: row?.in_vain ?? null,
  }
}

export type Contacts = ReadonlyMap<string, GatewayContact>

export function contactsOf(ctx: DeskContext, { gateways, heartbeatMs, askedInVainAt }: StoredLocks): Contacts {
  return new Map(
    gateways.map((gateway) => [
      gateway.name,
      gatewayContact({ ...gateway, askedInVainAt }, heartbeatMs, sinceSampleMs(ctx, gateway.id, gateway.sampledAt)),
    ]),
  )
}

const sampleAgeMs = (lock: StoredLock, now: Instant) => (lock.sampledAt === null ? null : now - lock.sampledAt)

export function reachOf(lock: StoredLock, contacts: Contacts, now: Instant): LockReach {
  return lockReach(lock.readings ?? [], contacts, sampleAgeMs(lock, now))
}

function stateOf(lock: StoredLock, reach: LockReach): LockState {
  if (lock.goneAt !== null) return 'gone'
  if (lock.readFailure === 'unusable-name') return 'unusable-name'
  // An answer that says nothing about this lock is later than the one by which it could be reached.
  return lock.readFailure !== null && reach === 'reachable' ? 'not-known' : reach
}

export function lockRowOf(lock: StoredLock, contacts: Contacts, now: Instant): LockRow {
  const readings = lock.readings ?? []
  const lately = lateReadings(readings)
  const state = stateOf(lock, reachOf(lock, contacts, now))
  const ages = readings.flatMap((reading) => heardAgeMs(reading, now) ?? [])
  return {
    id: lock.id,
    name: lock.name,
    label: doorLabel(lock),
    sortKey: lock.sortKey,
    floor: lock.floor,
    common: lock.common,
    state,
    sinceAt: state === 'gone' ? lock.goneAt : state === 'no-contact' ? unreachableSince(readings, contacts) : null,
    signalDbm: lately[0]?.signalDbm ?? null,
    gateway: lately[0]?.gatewayName ?? null,
    gateways: lately.length,
    heardAgeMs: ages.length === 0 ? null : Math.min(...ages),
  }
}
