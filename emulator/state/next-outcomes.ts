import type { Command } from './instruction'

export type NextOutcome = 1 | 2 | 4 | 'stay-3' | 'stay-5'
export type OutcomeOrder = { outcome: NextOutcome; lockName: string | null; kind: Command['kind'] | null }

/** Outcomes ordered for instructions to come; each order is used once, oldest fitting one first. */
export class NextOutcomes {
  private orders: OutcomeOrder[] = []

  order(order: OutcomeOrder): void {
    this.orders.push(order)
  }

  take(lockName: string, kind: Command['kind']): NextOutcome | undefined {
    const at = this.orders.findIndex(
      (order) => (order.lockName ?? lockName) === lockName && (order.kind ?? kind) === kind,
    )
    return at < 0 ? undefined : this.orders.splice(at, 1)[0]?.outcome
  }

  clear(): void {
    this.orders = []
  }

  snapshot(): OutcomeOrder[] {
    return this.orders
  }

  restore(saved: OutcomeOrder[]): void {
    this.orders = saved
  }
}
