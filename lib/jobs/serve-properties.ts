import { eq } from 'drizzle-orm'
import type { ContextProperty, DeskContext } from '../access/context'
import { type House, openDeskContext } from '../access/house'
import { claimLease, releaseLease } from '../db/leases'
import { connections } from '../db/schema/connections'
import { properties } from '../db/schema/properties'
import type { Id } from '../ids/ids'
import { instructionBell } from '../instructions/instruction-bell'
import { trackInstructions } from '../instructions/tracker'
import { sweepCancels } from '../passcodes/sweep-cancels'
import { contextPropertyOf } from '../properties/queries'
import { secondMs } from '../time/clock'
import { repeat } from './repeat'
import { sampleDoors } from './sampler'

/** New properties and connections are noticed within that. */
const lookEveryMs = 2 * secondMs
/** How soon a cancel that failed, or a hand-over whose moment came, is seen to. */
const cancelSweepEveryMs = 10 * secondMs

/** Tracker, sampler and sweep for every property with a connection, also for those that come later; ends with the signal. */
export async function serveProperties(house: House, signal: AbortSignal): Promise<void> {
  const bell = await instructionBell(house.home)
  const served = new Map<Id<'property'>, { property: ContextProperty; work: Promise<unknown> }>()
  await repeat(house, signal, 'properties', lookEveryMs, async () => {
    const rows = await house.home.db
      .select({ property: properties })
      .from(properties)
      .innerJoin(connections, eq(connections.propertyId, properties.id))
    for (const row of rows) {
      const property = contextPropertyOf(row.property)
      const known = served.get(property.id)
      if (known) {
        // Zone, times and names change; contexts opened from now on see them.
        known.property = property
        continue
      }
      const entry: { property: ContextProperty; work: Promise<unknown> } = { property, work: Promise.resolve() }
      served.set(property.id, entry)
      const open = (part: string) => () => openDeskContext(house, { kind: 'system', part }, entry.property)
      entry.work = Promise.all([
        trackInstructions(open('tracker'), bell, signal),
        sampleDoors(open('sampler'), signal),
        repeat(house, signal, 'cancel-sweep', cancelSweepEveryMs, () => sweepByLease(open('cancel-sweep')())).then(() =>
          endSweep(open('cancel-sweep')()),
        ),
      ])
    }
  })
  await Promise.all([...served.values()].map(({ work }) => work))
}

/** Only one process does it per turn; a turn that another took is left to it. */
async function sweepByLease(ctx: DeskContext): Promise<void> {
  if (await claimLease(ctx.db, sweepLease(ctx), ctx.processId, 2 * cancelSweepEveryMs)) await sweepCancels(ctx)
}

async function endSweep(ctx: DeskContext): Promise<void> {
  await releaseLease(ctx.db, sweepLease(ctx), ctx.processId).catch(() => undefined)
}

const sweepLease = ({ property }: DeskContext): string => `cancel-sweep:${property.id}`
