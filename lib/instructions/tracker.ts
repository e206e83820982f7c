import { and, eq, gt, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { lockServerOf } from '../connections/lock-server-of'
import { claimLease, releaseLease } from '../db/leases'
import { instructions } from '../db/schema/instructions'
import type { Id } from '../ids/ids'
import { errorFields } from '../log/log'
import type { Instant } from '../time/clock'
import type { VendorStatus } from './contract'
import type { InstructionBell } from './instruction-bell'
import { recordStatus } from './record-status'
import { isFinal, pollDelayMs } from './rules'
import { createLoop } from './tracker-loop'

/** Taken over by another process at the latest this long after the holder died (≤ 10 s with the pause between tries). */
const leaseMs = 6_000
const renewEveryMs = 2_000
/** Questions to one Lock Server at once; the client keeps two of its eight for commands (R20). */
const askedAtOnce = 4

interface Tracked {
  id: Id<'instruction'>
  vendorInstructionId: string
  status: VendorStatus | null
  /** Ages by the monotonic clock, so that no jump of a clock changes the cadence (I12). */
  acceptedMs: number
  pushedMs: number | null
  untilMs: number
  dueMs: number
}

/** The only one that asks the Lock Server about instructions (2.4.5); one process per property, by lease. Ends with `signal`. */
export async function trackInstructions(
  openContext: () => DeskContext,
  bell: InstructionBell,
  signal: AbortSignal,
): Promise<void> {
  const ctx = openContext()
  const name = `tracker:${ctx.property.id}`
  const holder = ctx.processId
  while (!signal.aborted) {
    try {
      if (await claimLease(ctx.db, name, holder, leaseMs)) await trackWhileHeld(openContext, bell, name, signal)
    } catch (error) {
      ctx.log.warn({ lease: name, ...errorFields(error) }, 'tracking paused')
    }
    await ctx.clock.wait(renewEveryMs, signal)
  }
  await releaseLease(ctx.db, name, holder).catch(() => undefined)
}

async function trackWhileHeld(
  open: () => DeskContext,
  bell: InstructionBell,
  lease: string,
  signal: AbortSignal,
): Promise<void> {
  const ctx = open()
  const tracked = new Map<Id<'instruction'>, Tracked>()
  const loop = createLoop(ctx, signal)
  // Hear first, then read: nothing that changes in between is missed.
  const stopHearing = bell.hear(
    (change) => {
      if (change.propertyId !== ctx.property.id || tracked.has(change.instructionId)) return
      loop.run(() => take(open(), tracked, change.instructionId).then(loop.wake))
    },
    () => loop.run(() => take(open(), tracked, null).then(loop.wake)),
  )
  try {
    await take(ctx, tracked, null)
    let renewedMs = ctx.clock.monotonicMs()
    while (!signal.aborted) {
      const nowMs = ctx.clock.monotonicMs()
      if (nowMs - renewedMs >= renewEveryMs) {
        if (!(await claimLease(ctx.db, lease, ctx.processId, leaseMs))) return
        renewedMs = nowMs
      }
      const due = [...tracked.values()].filter((one) => one.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs)
      const batch = due.slice(0, Math.max(0, askedAtOnce - loop.busy()))
      for (const one of batch) {
        one.dueMs = Number.POSITIVE_INFINITY
        loop.run(() => ask(open(), tracked, one).then(loop.wake))
      }
      const nextMs = Math.min(renewedMs + renewEveryMs, ...[...tracked.values()].map((one) => one.dueMs))
      const pauseMs = due.length > batch.length ? 1_000 : Math.max(0, nextMs - ctx.clock.monotonicMs())
      await loop.pause(pauseMs)
    }
  } finally {
    stopHearing()
    await loop.settled()
  }
}

/** Takes one instruction, or all that are open, into the tracked set. */
async function take(
  ctx: DeskContext,
  tracked: Map<Id<'instruction'>, Tracked>,
  id: Id<'instruction'> | null,
): Promise<void> {
  const now = ctx.clock.now()
  const rows = await ctx.db
    .select({
      id: instructions.id,
      vendorInstructionId: instructions.vendorInstructionId,
      status: instructions.status,
      outcomeAt: instructions.outcomeAt,
      pushedAt: instructions.pushedAt,
      trackUntilAt: instructions.trackUntilAt,
    })
    .from(instructions)
    .where(
      and(
        eq(instructions.propertyId, ctx.property.id),
        eq(instructions.outcome, 'accepted'),
        isNull(instructions.settledAt),
        gt(instructions.trackUntilAt, now),
        id === null ? undefined : eq(instructions.id, id),
      ),
    )
  const nowMs = ctx.clock.monotonicMs()
  const monotonicOf = (at: Instant) => nowMs - Math.max(0, now - at)
  for (const { vendorInstructionId, ...row } of rows) {
    if (tracked.has(row.id) || vendorInstructionId === null) continue
    const acceptedMs = monotonicOf(row.outcomeAt ?? now)
    tracked.set(row.id, {
      id: row.id,
      vendorInstructionId,
      status: row.status as VendorStatus | null,
      acceptedMs,
      pushedMs: row.pushedAt === null ? null : monotonicOf(row.pushedAt),
      untilMs: nowMs + ((row.trackUntilAt ?? now) - now),
      dueMs: id === null ? nowMs : nowMs + pollDelayMs(null, 0, null),
    })
  }
}

/** Asks once; an unanswered question only means asking again at the next turn of the cadence. */
async function ask(ctx: DeskContext, tracked: Map<Id<'instruction'>, Tracked>, one: Tracked): Promise<void> {
  try {
    const server = await lockServerOf(ctx)
    const { answer } = await server.getInstructionStatus(one.vendorInstructionId)
    if (answer !== one.status) {
      await recordStatus(ctx, one.id, answer)
      one.status = answer
      if (answer === 5) one.pushedMs = ctx.clock.monotonicMs()
    }
  } catch (error) {
    ctx.log.debug({ instructionId: one.id, ...errorFields(error) }, 'status not read')
  }
  const nowMs = ctx.clock.monotonicMs()
  if (isFinal(one.status) || nowMs >= one.untilMs) {
    tracked.delete(one.id)
    return
  }
  one.dueMs =
    nowMs + pollDelayMs(one.status, nowMs - one.acceptedMs, one.pushedMs === null ? null : nowMs - one.pushedMs)
}
