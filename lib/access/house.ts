import type { Sealer } from '../crypto/sealer'
import type { Home } from '../db/home'
import { type Id, newId } from '../ids/ids'
import type { Log } from '../log/log'
import type { Clock } from '../time/clock'
import type { Actor } from './actor'
import { type Background, createBackground } from './background'
import type { ContextProperty, DeskContext, HouseContext } from './context'
import type { Mailer } from './mailer'
import { createPassingTexts, type PassingTexts } from './passing-texts'

/** What there is once per process: the home of the data, the keys, the clock and the work under way outside requests. */
export interface House {
  home: Home
  sealer: Sealer
  clock: Clock
  log: Log
  processId: Id<'process'>
  /** Where people reach Keydesk, without a slash at the end. */
  publicUrl: string
  /** Where the newest hashes of the activity are written outside the database (I33); nowhere without it. */
  headsFile?: string | undefined
  /** The server's setting ADMIN_KEYS; off without it. */
  adminKeysOn?: boolean | undefined
  /** The way out for mail; none where no mail server is set. */
  mailer?: Mailer | undefined
  background: Background
  passing: PassingTexts
}

export function createHouse(parts: Omit<House, 'processId' | 'background' | 'passing'>): House {
  const background = createBackground(parts.log)
  const passing = createPassingTexts(parts.clock, background.stopping)
  return { ...parts, processId: newId('process'), background, passing }
}

const key = Symbol.for('keydesk.house')
const processWide = globalThis as { [key]?: House }

/** Makes a house the one of this process: this module exists more than once inside `next start`, the house only once. */
export function moveIn(house: House): void {
  processWide[key] = house
}

/** The house of this process; throws before `moveIn`. */
export function house(): House {
  const found = processWide[key]
  if (!found) throw new Error('The house is not open yet.')
  return found
}

/** A context outside any property, at this moment. */
export function openHouseContext(house: House, actor: Actor, requestId: string = newId('request')): HouseContext {
  const { clock, sealer, processId, background, passing } = house
  const log = house.log.child({ requestId })
  return {
    actor,
    now: clock.now(),
    clock,
    db: house.home.db,
    sealer,
    requestId,
    processId,
    log,
    background,
    passing,
    adminKeysOn: house.adminKeysOn ?? false,
    publicUrl: house.publicUrl,
    headsFile: house.headsFile,
    mailer: house.mailer,
  }
}

/** The same at one property. */
export function openDeskContext(
  house: House,
  actor: Actor,
  property: ContextProperty,
  requestId?: string,
): DeskContext {
  return { ...openHouseContext(house, actor, requestId), property }
}
