import { steadyFraction } from './chance'
import type { Gateways } from './gateways'
import type { Lock } from './lock'
import type { Settings } from './settings'

export type Heard = { gatewayName: string; signal: number; at: number; inContact: boolean }

const WANDER_MS = 10 * 60_000

/** Which gateways hear a lock, how strongly (dBm) and since when, strongest of those in contact first. */
export function heardBy(lock: Lock, gateways: Gateways, settings: Settings): Heard[] {
  const heard: Heard[] = []
  for (const [gatewayName, typical] of Object.entries(lock.heardBy)) {
    const gateway = gateways.find(gatewayName)
    if (!gateway) continue
    const at = gateways.lastReportAt(gateway, lock.name)
    const signal = wandering(typical, `${lock.name} ${gatewayName}`, at, settings.signalWanderDb)
    heard.push({ gatewayName, signal, at, inContact: gateway.lostAt === null })
  }
  return heard.sort((a, b) => Number(b.inContact) - Number(a.inContact) || b.signal - a.signal)
}

/** Whether anything that is sent to this lock can reach it now. */
export function canBeReached(lock: Lock, gateways: Gateways): boolean {
  return Object.keys(lock.heardBy).some((name) => gateways.inContact(name))
}

function wandering(typical: number, what: string, at: number, wanderDb: number): number {
  const step = Math.floor(at / WANDER_MS)
  const share = at / WANDER_MS - step
  const from = steadyFraction(`${what} ${step}`) * 2 - 1
  const to = steadyFraction(`${what} ${step + 1}`) * 2 - 1
  return Math.max(-110, Math.min(-20, Math.round(typical + wanderDb * (from + (to - from) * share))))
}
