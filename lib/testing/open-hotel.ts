import { sql } from 'drizzle-orm'
import { openDeskContext } from '../access/house'
import { lockServerOf } from '../connections/lock-server-of'
import { listGateways } from '../gateways/queries'
import { askGateway, type HeartbeatMemory, recordGatewaySamples } from '../gateways/sample-gateways'
import type { Id } from '../ids/ids'
import { instructionBell } from '../instructions/instruction-bell'
import { trackInstructions } from '../instructions/tracker'
import { nameLock } from '../locks/name-lock'
import { refreshInventory } from '../locks/refresh-inventory'
import { askLock, recordLockSamples } from '../locks/sample-locks'
import { followUpAnswered, followUpSettled } from '../passcodes/follow-up-instruction'
import { openDesk, type TestDesk } from './open-desk'
import type { HomeKind } from './open-test-home'

/** A desk whose doors are known: the demo hotel's inventory, a tracker under way, samples and follow-ups on call. */
export interface TestHotel {
  desk: TestDesk
  /** Room 204 (MJ000204), heard by GW000002 alone. */
  lockId: Id<'lock'>
  /** The common door Pool (UL000005). */
  poolId: Id<'lock'>
  /** Asks for every gateway's heartbeat and the two doors' readings, as the sampler does. */
  sample(): Promise<void>
  /** Lets time pass on both sides and does what the jobs do, until it holds (15 s of real time unless told otherwise). */
  until<T>(look: () => Promise<T>, holds: (found: T) => boolean, withinMs?: number): Promise<T>
  close(): Promise<void>
}

export async function openHotel(kind: HomeKind | undefined): Promise<TestHotel> {
  const desk = await openDesk(kind, { emulator: true })
  await refreshInventory(desk.system, await lockServerOf(desk.system))
  const idOf = async (name: string) => {
    const { rows } = await desk.system.db.execute<{ id: Id<'lock'> }>(
      sql`select id from locks where property_id = ${desk.property.id} and name = ${name}`,
    )
    return rows[0]!.id
  }
  const [lockId, poolId] = [await idOf('MJ000204'), await idOf('UL000005')]
  await nameLock(desk.system, { lockId, room: '204', door: null, floor: '2' })
  await nameLock(desk.system, { lockId: poolId, room: null, door: 'Pool', floor: null })

  const ending = new AbortController()
  const tracking = trackInstructions(
    () => openDeskContext(desk.house, { kind: 'system', part: 'tracker' }, desk.property),
    await instructionBell(desk.house.home),
    ending.signal,
  )
  const memory: HeartbeatMemory = new Map()
  const sample = async () => {
    const ctx = desk.system
    // Changed settings of the connection make another one.
    const server = await lockServerOf(ctx)
    const gateways = await listGateways(ctx)
    await recordGatewaySamples(
      ctx,
      await Promise.all(gateways.map((one) => askGateway(ctx, server, one, memory))),
      60_000,
    )
    const doors = [
      { id: lockId, name: 'MJ000204' },
      { id: poolId, name: 'UL000005' },
    ]
    await recordLockSamples(ctx, await Promise.all(doors.map((door) => askLock(ctx, server, door))))
  }
  // As the queue does: each event is followed up once.
  const answered = new Set<string>()
  const settled = new Set<string>()
  const followUp = async () => {
    const { rows } = await desk.system.db.execute<{ id: Id<'instruction'>; settled: boolean }>(
      sql`select id, settled_at is not null as settled from instructions where outcome is not null order by intended_at`,
    )
    for (const row of rows) {
      if (!answered.has(row.id)) await followUpAnswered(desk.system, row.id)
      answered.add(row.id)
      if (row.settled && !settled.has(row.id)) {
        settled.add(row.id)
        await followUpSettled(desk.system, row.id)
      }
    }
  }
  return {
    desk,
    lockId,
    poolId,
    sample,
    async until(look, holds, withinMs = 15_000) {
      const deadline = performance.now() + withinMs
      for (;;) {
        const found = await look()
        if (holds(found)) return found
        if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`)
        desk.emulator.control.clock.advance(300)
        await desk.clock.advance(300)
        await followUp()
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async close() {
      ending.abort()
      await tracking
      await desk.close()
    },
  }
}
