import { eq, lt, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { withTransaction } from '../db/database'
import { signInFailures } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { dayMs, secondMs } from '../time/clock'
import { tryLimits } from './contract'
import { tryDelayMs } from './rules'

/** One try at a password or code, counted as failed until it `succeeded`. */
export interface CountedTry {
  succeeded(): Promise<void>
}

/** Tries that wait in this process, by address; shared by every copy of this module. */
const waitingKey = Symbol.for('keydesk.waiting-tries')
const processWide = globalThis as { [waitingKey]?: Map<string, number> }

/**
 * Counts the try for the account and for the address *before* the password is looked at, so that many at once do not
 * get past it, and waits as long as `tryDelayMs` says. Throws `too-many-tries` when one address lets too many wait, or after
 * `most` in a row for the account; without it an account is never refused.
 */
export async function countTry(
  ctx: HouseContext,
  who: { account: string; address: string },
  { most = Number.POSITIVE_INFINITY } = {},
): Promise<CountedTry> {
  const account = `account:${ctx.sealer.fingerprint(who.account, 'sign-in-account')}`
  const address = `address:${ctx.sealer.fingerprint(who.address, 'sign-in-address')}`
  const counts = await withTransaction(ctx, async (tx) => {
    const count = async (subject: string) => {
      const [row] = await tx
        .insert(signInFailures)
        .values({ subject, failures: 1, lastFailedAt: ctx.now })
        .onConflictDoUpdate({
          target: signInFailures.subject,
          set: {
            failures: sql`case when ${lt(signInFailures.lastFailedAt, ctx.now - tryLimits.forgottenAfterMs)}
              then 1 else ${signInFailures.failures} + 1 end`,
            lastFailedAt: ctx.now,
          },
        })
        .returning({ failures: signInFailures.failures })
      return row?.failures ?? 1
    }
    // Always account first: two tries never wait for each other's rows crosswise.
    return { account: await count(account), address: await count(address) }
  })
  if (counts.account > most) {
    throw new DeskError('too-many-tries', { details: { seconds: tryLimits.forgottenAfterMs / secondMs } })
  }
  await waitTurn(ctx, who.address, tryDelayMs(counts))
  return {
    async succeeded() {
      await withTransaction(ctx, async (tx) => {
        await tx.delete(signInFailures).where(eq(signInFailures.subject, account))
        // Only its own count: an address does not clear itself with one account that it knows.
        await tx
          .update(signInFailures)
          .set({ failures: sql`greatest(${signInFailures.failures} - 1, 0)` })
          .where(eq(signInFailures.subject, address))
        await tx.delete(signInFailures).where(lt(signInFailures.lastFailedAt, ctx.now - dayMs))
      })
    },
  }
}

/**
 * The same for a second factor, counted apart: a right password must not clear what was guessed at here. Only who has
 * shown the password, or sits at a session, gets so far, so refusing keeps no stranger's victim out;
 * what nobody can guess (`guessable` false) is slowed only.
 */
export function countFactorTry(
  ctx: HouseContext,
  personId: Id<'person'>,
  address: string,
  { guessable = true } = {},
): Promise<CountedTry> {
  const who = { account: `second factor of ${personId}`, address }
  return countTry(ctx, who, guessable ? { most: tryLimits.wrongFactors } : {})
}

async function waitTurn(ctx: HouseContext, address: string, delayMs: number): Promise<void> {
  if (delayMs === 0) return
  processWide[waitingKey] ??= new Map()
  const waiting = processWide[waitingKey]
  const others = waiting.get(address) ?? 0
  if (others >= tryLimits.waitingPerAddress) {
    throw new DeskError('too-many-tries', { details: { seconds: Math.ceil(tryLimits.longestDelayMs / 1000) } })
  }
  waiting.set(address, others + 1)
  try {
    await ctx.clock.wait(delayMs, ctx.background.stopping)
  } finally {
    const left = (waiting.get(address) ?? 1) - 1
    if (left > 0) waiting.set(address, left)
    else waiting.delete(address)
  }
}
