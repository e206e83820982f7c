import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { lockServerOf } from '../connections/lock-server-of'
import { claimLease } from '../db/leases'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { newId } from '../ids/ids'
import { isVendorError } from '../lock-server/errors'
import type { LockView } from './contract'
import { refreshLockInput } from './input'
import { getLock } from './queries'
import { askLock, recordLockSamples } from './sample-locks'

/** Whoever presses within that time shares the first press's answer. */
export const sharedForMs = 3_000

const key = Symbol.for('keydesk.lock-refreshes')
const processWide = globalThis as { [key]?: Map<string, Promise<void>> }

/**
 * *Refresh now*: asks the Lock Server about one lock, at most once in three seconds whoever presses in whatever process.
 * Throws `lock-server-unreachable`, `certificate-not-trusted`, `connection-missing`; `lock-name-unusable` without asking (R3).
 */
export async function refreshLock(ctx: DeskContext, input: { lockId: string }): Promise<LockView> {
  requirePermission(ctx, 'lock.refresh')
  const { lockId } = parseInput(refreshLockInput, input)
  const lock = await getLock(ctx, lockId)
  if (lock.readFailure === 'unusable-name') throw new DeskError('lock-name-unusable', { details: { name: lock.name } })
  processWide[key] ??= new Map()
  const underWay = processWide[key]
  const name = `${ctx.processId} ${lockId}`
  let asking = underWay.get(name)
  if (!asking) {
    asking = askOnce(ctx, lock).finally(() => underWay.delete(name))
    underWay.set(name, asking)
  }
  await asking
  return getLock({ ...ctx, now: ctx.clock.now() }, lockId)
}

async function askOnce(ctx: DeskContext, lock: Pick<LockView, 'id' | 'name'>): Promise<void> {
  if (!(await claimLease(ctx.db, `refresh:${lock.id}`, newId('request'), sharedForMs))) return
  try {
    const server = await lockServerOf(ctx)
    await recordLockSamples(ctx, [await askLock(ctx, server, lock)])
  } catch (error) {
    if (!isVendorError(error)) throw error
    throw new DeskError(error.kind === 'certificate' ? 'certificate-not-trusted' : 'lock-server-unreachable', {
      details: { kind: error.kind, vendorMessage: error.vendorMessage },
      cause: error,
    })
  }
}
