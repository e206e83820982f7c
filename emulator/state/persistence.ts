import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { World } from './world'

const VERSION = 1

function snapshot(world: World) {
  world.instructions.catchUpAll()
  return {
    version: VERSION,
    settings: world.settings,
    seed: world.seed,
    clock: world.clock.snapshot(),
    chance: world.chance.state,
    locks: world.locks.snapshot(),
    gateways: world.gateways.snapshot(),
    instructions: world.instructions.snapshot(),
    nextOutcomes: world.instructions.nextOutcomes.snapshot(),
    nextCodes: world.nextCodes.snapshot(),
    tokens: world.tokens.snapshot(),
    accounts: world.accounts.snapshot(),
    certificate: world.certificate,
  }
}

type Saved = ReturnType<typeof snapshot>

/** Writes the whole state to a file of mode 0600, in one piece: a kill leaves the old file or the new one. */
export function saveState(world: World, file: string): void {
  const beside = `${file}.${process.pid}.tmp`
  writeFileSync(beside, JSON.stringify(snapshot(world)), { mode: 0o600 })
  renameSync(beside, file)
}

/** Takes a saved state up again; false when there is none. Settings given at this start win over saved ones. The request log, wrong answers and outages are not kept. */
export function loadState(world: World, file: string): boolean {
  if (!existsSync(file)) return false
  const saved: Saved = JSON.parse(readFileSync(file, 'utf8'))
  if (saved.version !== VERSION) throw new Error(`${file} was saved by another version of the emulator`)
  Object.assign(world.settings, saved.settings, world.options.settings)
  world.seed = saved.seed
  world.clock.restore(saved.clock)
  world.chance.state = saved.chance
  world.locks.restore(saved.locks)
  world.gateways.restore(saved.gateways)
  world.instructions.restore(saved.instructions)
  world.instructions.nextOutcomes.restore(saved.nextOutcomes)
  world.nextCodes.restore(saved.nextCodes)
  world.tokens.restore(saved.tokens)
  world.accounts.restore(saved.accounts)
  world.certificate = saved.certificate
  return true
}
