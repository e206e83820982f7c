import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { findReach } from '../connections/queries'
import { listGateways } from '../gateways/queries'
import type { Id } from '../ids/ids'
import type { InstructionView } from '../instructions/contract'
import { findUsualMs, listLockInstructions } from '../instructions/queries'
import { unlockTrackedMs } from '../instructions/rules'
import { getDoor, getLock } from '../locks/queries'
import { findOccupancy } from '../unlocks/queries'
import { justPressedMs } from '../unlocks/rules'
import { mayUnlock, whoMayUnlock } from '../unlocks/who-may-unlock'
import type { DoorBrief, DoorOpener, GuestInside } from './contract'
import { listDoorOpeners } from './list-door-openers'

/** Everything that a dialog about a door says before a press (rules 6, 7 and 9), as far as the reader may know it. Throws `not-found`. */
export async function getDoorBrief(ctx: DeskContext, lockId: Id<'lock'>): Promise<DoorBrief> {
  requirePermission(ctx, 'lock.see')
  const { property } = ctx
  const unlocks = mayDo(ctx, 'unlock.vacant')
  const door = await getDoor(ctx, lockId)
  const [source, lock, gateways, occupancy, recent, openers, usualUnlockMs] = await Promise.all([
    findReach(ctx),
    getLock(ctx, lockId),
    listGateways(ctx),
    unlocks ? findOccupancy(ctx, lockId) : null,
    unlocks ? listLockInstructions(ctx, lockId, { limit: 10 }) : [],
    mayDo(ctx, 'passcode.see') ? listDoorOpeners(ctx, lockId) : null,
    mayDo(ctx, 'instruction.see') ? findUsualMs(ctx, lockId, 'unlock') : null,
  ])
  const beats = new Map(gateways.map(({ name, heartbeatAgeMs }) => [name, heartbeatAgeMs]))
  return {
    now: ctx.now,
    source,
    door,
    noContactSinceAt: door.reach === 'no-contact' ? lock.sinceAt : null,
    hearing: lock.readings.map((reading) => ({ ...reading, heartbeatAgeMs: beats.get(reading.gatewayName) ?? null })),
    occupancy,
    guests: openers && mayDo(ctx, 'guest-name.see') ? guestsInside(openers, ctx.now) : null,
    openers,
    justPressed: recent.find((view) => isToldOf(view, ctx.now)) ?? null,
    usualUnlockMs,
    may: {
      unlock: mayUnlock(ctx, door.common),
      emergency: mayDo(ctx, 'unlock.emergency'),
      issueGuestKey: mayDo(ctx, 'guest-key.issue'),
      issueLong: mayDo(ctx, 'guest-key.issue-long'),
    },
    whoUnlocks: whoMayUnlock(ctx, door.common),
    timeZone: property.timeZone,
    times: {
      timeZone: property.timeZone,
      arrivalTime: property.arrivalTime,
      departureTime: property.departureTime,
      hotelDayEndsAt: property.hotelDayEndsAt,
      codeMarginMinutes: property.codeMarginMinutes,
      walkInLeadMinutes: property.walkInLeadMinutes,
    },
    mobileKeysOn: property.mobileKeysOn,
    reasons: property.reasons,
  }
}

/** I27, and beyond the ten seconds I3 and I5: what is still under way or may have worked is told before another press. */
function isToldOf({ kind, outcome, settledAt, intendedAt }: InstructionView, now: number): boolean {
  if (kind !== 'unlock' || outcome === 'not-sent' || outcome === 'rejected') return false
  const agoMs = now - intendedAt
  return agoMs < justPressedMs || (agoMs < unlockTrackedMs && (outcome === 'unknown' || settledAt === null))
}

/** One line per guest: the latest end of what opens now. */
function guestsInside(openers: readonly DoorOpener[], now: number): GuestInside[] {
  const until = new Map<string, number>()
  for (const { guestName, startsAt, endsAt } of openers) {
    if (guestName === null || endsAt === null || startsAt > now || endsAt <= now) continue
    until.set(guestName, Math.max(endsAt, until.get(guestName) ?? 0))
  }
  return [...until].map(([guestName, endsAt]) => ({ guestName, endsAt }))
}
