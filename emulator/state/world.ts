import { Accounts } from './accounts'
import type { Certificate } from './certificate'
import { Chance } from './chance'
import { Clock } from './clock'
import { seedDemoHotel } from './demo-hotel'
import { Gateways } from './gateways'
import { Instructions } from './instructions'
import { Locks } from './locks'
import { Network } from './network'
import { NextCodes } from './next-codes'
import { RequestLog } from './request-log'
import { defaultSettings, type Settings } from './settings'
import { seedSizedHotel } from './sized-hotel'
import { Tokens } from './tokens'
import { WrongAnswers } from './wrong-answers'

export type Hotel = 'demo' | 'empty' | { locks: number; gateways: number }

export type WorldOptions = {
  settings?: Partial<Settings>
  /** Seed of all randomness. */
  seed?: number
  hotel?: Hotel
  /** `manual`: time moves only by control. */
  clock?: 'running' | 'manual'
  /** Where the clock starts, epoch ms. */
  startAt?: number
}

/** All the nouns of one imitated Lock Server, each with a state of its own. */
export type World = {
  options: WorldOptions
  seed: number
  settings: Settings
  clock: Clock
  chance: Chance
  locks: Locks
  gateways: Gateways
  instructions: Instructions
  tokens: Tokens
  accounts: Accounts
  nextCodes: NextCodes
  requests: RequestLog
  wrongAnswers: WrongAnswers
  network: Network
  /** Null: the server speaks plain http. */
  certificate: Certificate | null
}

export function createWorld(options: WorldOptions): World {
  const settings: Settings = { ...defaultSettings, ...options.settings }
  const seed = options.seed ?? 1
  const clock = new Clock(options.startAt ?? Date.now(), options.clock === 'manual')
  const chance = new Chance(seed)
  const locks = new Locks()
  const gateways = new Gateways(clock, settings)
  const instructions = new Instructions(clock, chance, settings, locks, gateways)
  const world: World = {
    options,
    seed,
    settings,
    clock,
    chance,
    locks,
    gateways,
    instructions,
    tokens: new Tokens(clock, settings),
    accounts: new Accounts(),
    nextCodes: new NextCodes(clock, chance, settings),
    requests: new RequestLog(),
    wrongAnswers: new WrongAnswers(),
    network: new Network(),
    certificate: null,
  }
  seedHotel(world, options.hotel ?? 'demo')
  return world
}

/** Replaces the hotel: other locks and gateways, no instructions. Tokens and settings stay. */
export function seedHotel(world: World, hotel: Hotel): void {
  world.instructions.clear()
  world.locks.clear()
  world.gateways.clear()
  if (hotel === 'demo') seedDemoHotel(world.locks, world.gateways, world.seed)
  else if (hotel !== 'empty') seedSizedHotel(world.locks, world.gateways, hotel, world.seed)
}
