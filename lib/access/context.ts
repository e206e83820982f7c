import type { Sealer } from '../crypto/sealer'
import type { Database, Transaction } from '../db/database'
import type { Id } from '../ids/ids'
import type { Log } from '../log/log'
import type { Clock, Instant } from '../time/clock'
import type { LocalTime } from '../time/zone'
import type { Actor } from './actor'
import type { Background } from './background'
import type { Mailer } from './mailer'
import type { PassingTexts } from './passing-texts'

/** The property that a request is about, as every verb needs it. */
export interface ContextProperty {
  id: Id<'property'>
  slug: string
  name: string
  timeZone: string
  arrivalTime: LocalTime
  departureTime: LocalTime
  hotelDayEndsAt: LocalTime
  codeMarginMinutes: number
  walkInLeadMinutes: number
  mobileKeysOn: boolean
  housekeepingUnlocks: boolean
  headsMailTo: string
  idleLockMinutes: number
  reasons: readonly string[]
}

/** What a verb knows of the world outside a property: set-up, own sessions, portfolio. */
export interface HouseContext {
  actor: Actor
  /** When the request began; one moment for everything that it writes. */
  now: Instant
  clock: Clock
  /** The database, or the transaction of an outer verb: `withTransaction(ctx, …)` joins it. */
  db: Database | Transaction
  sealer: Sealer
  requestId: string
  /** Who asks by the network, for limits; none for what the machine goes on with. */
  address?: string | undefined
  /** This process, as the ledger names it (I17). */
  processId: Id<'process'>
  log: Log
  /** Work that goes on after the request was answered. */
  background: Background
  passing: PassingTexts
  /** The server's setting ADMIN_KEYS. */
  adminKeysOn: boolean
  publicUrl: string
  /** Where the newest hashes of the activity are written outside the database (I33). */
  headsFile?: string | undefined
  /** The way out for mail; none where no mail server is set. */
  mailer?: Mailer | undefined
}

/** What every verb about doors gets: everything above, at one property. */
export interface DeskContext extends HouseContext {
  property: ContextProperty
}
