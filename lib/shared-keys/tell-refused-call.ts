import type { HouseContext } from '../access/context'
import { recordCountedAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import type { Id } from '../ids/ids'
import type { CallRefusal } from './contract'

export interface RefusedCall {
  refusal: CallRefusal
  /** Null when it is not known whose it was meant to be: then no property's people learn of it from the address alone. */
  propertyId: Id<'property'> | null
  address: string
}

const key = Symbol.for('keydesk.refused-calls')
/** Per house (by its background work) and kind that is being written: how many more came meanwhile. */
const processWide = globalThis as { [key]?: WeakMap<object, Map<string, number>> }

/**
 * Tells the activity once per kind and minute, with a count (I15). Written after the answer and gathered while one write is
 * under way, so that a flood costs the database one row and one write at a time.
 */
export function tellRefusedCall(ctx: HouseContext, { refusal, propertyId, address }: RefusedCall): void {
  processWide[key] ??= new WeakMap()
  const waiting = processWide[key].get(ctx.background) ?? new Map<string, number>()
  processWide[key].set(ctx.background, waiting)
  const kind = `${propertyId ?? 'house'}:${refusal}`
  const underWay = waiting.has(kind)
  waiting.set(kind, (waiting.get(kind) ?? 0) + 1)
  if (underWay) return
  ctx.background.run('tell-refused-call', async () => {
    try {
      for (let times = waiting.get(kind) ?? 0; times > 0; times = waiting.get(kind) ?? 0) {
        waiting.set(kind, 0)
        const now = ctx.clock.now()
        const source = propertyId === null ? { ...ctx, now } : { ...ctx, now, property: { id: propertyId } }
        const entry = { event: 'callback.refused', reason: refusal, address } as const
        await withTransaction(ctx, (tx) => recordCountedAuditEvent(source, tx, entry, { times, allTogether: true }))
      }
    } finally {
      waiting.delete(kind)
    }
  })
}
