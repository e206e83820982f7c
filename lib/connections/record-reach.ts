import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { connections } from '../db/schema/connections'
import type { Id } from '../ids/ids'
import type { LockServer } from '../lock-server/contract'
import { isVendorError } from '../lock-server/errors'
import type { ConnectionFailure } from './contract'
import { type CallFailure, connectionFailureOf } from './rules'

/** A change is written at once, the same again only this often. */
const repeatMs = 30_000
/** When some calls succeed and others fail, the row follows at most this often. */
const leastMs = 2_000

type Reach = 'reached' | ConnectionFailure
type Home = Pick<DeskContext, 'db' | 'clock' | 'background'>

/** The same client; what its calls say about the connection as a whole is noted in the connection's row. */
export function recordingReach(home: Home, id: Id<'connection'>, server: LockServer): LockServer {
  let written: { reach: Reach; atMs: number } | null = null
  const note = (reach: Reach | null) => {
    if (reach === null) return
    const nowMs = home.clock.monotonicMs()
    const pauseMs = written?.reach === reach ? repeatMs : leastMs
    if (written !== null && nowMs - written.atMs < pauseMs) return
    written = { reach, atMs: nowMs }
    home.background.run('record-reach', () => recordReach(home, id, reach))
  }
  return new Proxy(server, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (name === 'close' || typeof member !== 'function') return member
      return async (...given: unknown[]) => {
        try {
          const result: unknown = await member.apply(target, given)
          note(reachOf(result))
          return result
        } catch (error) {
          note(isVendorError(error) ? reachOfFailure(error) : null)
          throw error
        }
      }
    },
  })
}

/** Readings answer or throw; commands say what became of them. */
function reachOf(result: unknown): Reach | null {
  if (typeof result !== 'object' || result === null || !('outcome' in result)) return 'reached'
  if (result.outcome === 'accepted' || result.outcome === 'rejected') return 'reached'
  const { reason, certificate } = result as { reason?: string; certificate?: string }
  return reachOfFailure({ kind: reason ?? 'unexpected', certificate })
}

const answered = ['refused', 'token', 'malformed']

function reachOfFailure(failure: CallFailure): Reach | null {
  return connectionFailureOf(failure) ?? (answered.includes(failure.kind) ? 'reached' : null)
}

async function recordReach({ db, clock }: Home, id: Id<'connection'>, reach: Reach): Promise<void> {
  const now = clock.now()
  await db
    .update(connections)
    .set(reach === 'reached' ? { reachedAt: now } : { failedAt: now, failure: reach })
    .where(eq(connections.id, id))
}
