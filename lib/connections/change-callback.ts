import { eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { connections } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { isVendorError } from '../lock-server/errors'
import { mayRegisterCallback } from '../lock-server/rules'
import { callbackAddressOf, newCallbackPart } from './connection-secrets'
import type { CallbackView, ConnectionFailure } from './contract'
import { type CallbackInput, callbackInput } from './input'
import { forgetConnectionRow, lockServerOf } from './lock-server-of'
import { getCallback } from './queries'
import { connectionFailureOf } from './rules'

export interface ChangedCallback {
  callback: CallbackView
  /** Whether the Lock Server was told; null = nothing to tell. The setting holds either way and goes with the next login. */
  login: { ok: true } | { ok: false; failure: ConnectionFailure | null } | null
}

/**
 * Switches the callback and its rules (2.5.2, R16, R17). A changed address is told by logging in again, which may take
 * seconds. Throws `callback-address-unsafe` for switching on where neither https nor loopback leads here.
 */
export async function changeCallback(ctx: DeskContext, input: CallbackInput): Promise<ChangedCallback> {
  requirePermission(ctx, 'callback.edit')
  const wanted = parseInput(callbackInput, input)
  const toldAnew = await withTransaction(ctx, async (tx) => {
    const [before] = await tx
      .select()
      .from(connections)
      .where(eq(connections.propertyId, ctx.property.id))
      .for('update')
    if (!before) throw new DeskError('connection-missing')
    const after = {
      ...before,
      callbackOn: wanted.on,
      callbackPolicy: wanted.policy,
      callbackDays: wanted.days,
      callbackSender: wanted.sender,
      ...(wanted.newPart || before.callbackPartSealed === null ? newCallbackPart(ctx.sealer, before.id) : {}),
    }
    const address = callbackAddressOf(ctx, after)
    if (wanted.on && !mayRegisterCallback(address)) throw new DeskError('callback-address-unsafe')
    const addressBefore = before.callbackOn ? callbackAddressOf(ctx, before) : null
    const changed = addressBefore !== (wanted.on ? address : null)
    await tx
      .update(connections)
      .set({
        callbackOn: after.callbackOn,
        callbackPolicy: after.callbackPolicy,
        callbackDays: after.callbackDays,
        callbackSender: after.callbackSender,
        callbackPartSealed: after.callbackPartSealed,
        callbackPartPrint: after.callbackPartPrint,
        ...(changed ? { version: sql`${connections.version} + 1` } : {}),
        changedAt: ctx.now,
      })
      .where(eq(connections.id, before.id))
    await recordAuditEvent(ctx, tx, { event: 'callback.changed', subjectId: before.id, details: { ...wanted } })
    return changed
  })
  forgetConnectionRow(ctx)
  const login = toldAnew ? await logInAgain(ctx) : null
  return { callback: await getCallback(ctx), login }
}

/** The address travels with a login only (2.1.1). */
async function logInAgain(ctx: DeskContext): Promise<ChangedCallback['login']> {
  try {
    const server = await lockServerOf(ctx)
    await server.login()
    return { ok: true }
  } catch (error) {
    if (!isVendorError(error)) throw error
    return { ok: false, failure: connectionFailureOf(error) ?? (error.kind === 'refused' ? 'login-refused' : null) }
  }
}
