import type { DeskContext } from '../access/context'
import type { Permission } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'
import { longWindowMs } from './rules'

/** Refuses a window that grants nothing, and a long or unnamed one without the right and the reason for it (R W). */
export function requireWindow(
  ctx: DeskContext,
  asked: {
    startsAt: Instant
    endsAt: Instant
    named: boolean
    reason: string | null | undefined
    permission: Permission
  },
): void {
  const { startsAt, endsAt } = asked
  if (endsAt <= startsAt) throw new DeskError('window-reversed', { fields: { until: 'window-reversed' } })
  if (endsAt <= ctx.now) throw new DeskError('window-ended', { fields: { until: 'window-ended' } })
  const long = endsAt - startsAt > longWindowMs
  if (!long && asked.named) return
  requirePermission(ctx, asked.permission)
  if (!asked.reason) throw new DeskError('reason-needed', { fields: { reason: 'required' }, details: { long } })
}

/** A reason must be one of the property's list; *Other* is the only one that is typed (rule 9). */
export function requireReason(ctx: DeskContext, reason: string | undefined, note: string | undefined): void {
  if (!reason) throw new DeskError('reason-needed', { fields: { reason: 'required' } })
  if (!ctx.property.reasons.includes(reason)) throw new DeskError('invalid-input', { fields: { reason: 'invalid' } })
  if (reason === 'other' && !note) throw new DeskError('reason-needed', { fields: { reasonNote: 'required' } })
}
