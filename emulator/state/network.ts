export type Outage = 'off' | 'refused' | 'reset'

/** How the line to the server is: latency per call kind (`*`: all others), and outage. */
export class Network {
  /** `refused`: nobody listens; `reset`: connections open and are reset at the first request. */
  outage: Outage = 'off'
  private latency = new Map<string, number>()

  setLatency(call: string, ms: number): void {
    this.latency.set(call, ms)
  }

  /** The whole round trip of a call, ms. */
  latencyOf(call: string): number {
    return this.latency.get(call) ?? this.latency.get('*') ?? 0
  }

  latencies(): Record<string, number> {
    return Object.fromEntries(this.latency)
  }

  clear(): void {
    this.outage = 'off'
    this.latency.clear()
  }
}
