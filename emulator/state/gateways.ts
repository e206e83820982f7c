import { steadyFraction } from './chance'
import type { Clock } from './clock'
import type { Settings } from './settings'

export type Gateway = {
  name: string
  /** When contact was lost (emulator's clock); null while in contact. */
  lostAt: number | null
  /** When contact last came back; a gateway reports at once then. */
  returnedAt: number | null
  /** How far the gateway's own clock, which stamps its heartbeats, is ahead. */
  clockOffsetMs: number
}

/** The gateways. Heartbeats and reports are computed from the clock when asked for, so thousands cost nothing. */
export class Gateways {
  private byName = new Map<string, Gateway>()

  constructor(
    private clock: Clock,
    private settings: Settings,
  ) {}

  add(name: string): Gateway {
    const gateway: Gateway = { name, lostAt: null, returnedAt: null, clockOffsetMs: 0 }
    this.byName.set(name, gateway)
    return gateway
  }

  find(name: string): Gateway | undefined {
    return this.byName.get(name)
  }

  all(): Gateway[] {
    return [...this.byName.values()]
  }

  inContact(name: string): boolean {
    return this.byName.get(name)?.lostAt === null
  }

  /** Callers let the instructions catch up before and after: contact decides what runs. */
  setContact(gateway: Gateway, contact: boolean): void {
    if (contact && gateway.lostAt !== null) {
      gateway.returnedAt = this.clock.now()
      gateway.lostAt = null
    } else if (!contact && gateway.lostAt === null) gateway.lostAt = this.clock.now()
  }

  /** The last heartbeat by the gateway's own clock, epoch ms. */
  lastHeartbeatAt(gateway: Gateway): number {
    return this.lastTickAt(gateway, this.settings.heartbeatMs, gateway.name) + gateway.clockOffsetMs
  }

  /** When this gateway last reported hearing a lock, epoch ms on the emulator's clock. */
  lastReportAt(gateway: Gateway, lockName: string): number {
    return this.lastTickAt(gateway, this.settings.lockReportMs, `${gateway.name} ${lockName}`)
  }

  clear(): void {
    this.byName.clear()
  }

  snapshot(): Gateway[] {
    return this.all()
  }

  restore(saved: Gateway[]): void {
    this.byName = new Map(saved.map((gateway) => [gateway.name, gateway]))
  }

  private lastTickAt(gateway: Gateway, periodMs: number, phaseOf: string): number {
    const upTo = gateway.lostAt ?? this.clock.now()
    const phase = Math.round(steadyFraction(phaseOf) * periodMs)
    const tick = Math.floor((upTo - phase) / periodMs) * periodMs + phase
    return gateway.returnedAt !== null && gateway.returnedAt <= upTo ? Math.max(tick, gateway.returnedAt) : tick
  }
}
