import { and, eq, gt, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { equalInConstantTime } from '../crypto/sealer'
import type { Transaction } from '../db/database'
import { setupCodes } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { randomText } from '../ids/ids'
import { setupCodeLimits } from './contract'
import { hasPeople } from './queries'
import { readTypedCode } from './rules'

const row = 1

/** 100 random bits as `xxxxx-xxxxx-xxxxx-xxxxx`, to be printed once; an earlier code ends. Null when the house has an account. */
export async function makeSetupCode(ctx: HouseContext): Promise<string | null> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  if (await hasPeople(ctx)) return null
  const code = randomText(20)
  const values = { codeHash: hashOf(ctx, code), madeAt: ctx.now, triesLeft: setupCodeLimits.tries }
  await ctx.db
    .insert(setupCodes)
    .values({ id: row, ...values })
    .onConflictDoUpdate({ target: setupCodes.id, set: values })
  return (code.match(/.{5}/g) ?? []).join('-')
}

/**
 * Takes one of the code's ten tries, for good, and looks at it. Throws `setup-code-wrong` (details.triesLeft) or, after
 * half an hour or ten tries, `setup-code-ended`. Returns what `useUpSetupCode` needs.
 */
export async function trySetupCode(ctx: HouseContext, code: string): Promise<{ codeHash: string }> {
  const [tried] = await ctx.db
    .update(setupCodes)
    .set({ triesLeft: sql`${setupCodes.triesLeft} - 1` })
    .where(
      and(eq(setupCodes.id, row), gt(setupCodes.triesLeft, 0), gt(setupCodes.madeAt, ctx.now - setupCodeLimits.lifeMs)),
    )
    .returning()
  if (!tried) {
    if (await hasPeople(ctx)) throw new DeskError('setup-closed')
    throw new DeskError('setup-code-ended', { fields: { code: 'setup-code-ended' } })
  }
  const codeHash = hashOf(ctx, code)
  if (!equalInConstantTime(codeHash, tried.codeHash)) {
    throw new DeskError('setup-code-wrong', {
      fields: { code: 'setup-code-wrong' },
      details: { triesLeft: tried.triesLeft },
    })
  }
  return { codeHash }
}

/** In the transaction that makes the first account: the code is gone with it, and only one of two visitors gets it. */
export async function useUpSetupCode(tx: Transaction, { codeHash }: { codeHash: string }): Promise<void> {
  const used = await tx.delete(setupCodes).where(eq(setupCodes.codeHash, codeHash)).returning({ id: setupCodes.id })
  if (used.length === 0) throw new DeskError('setup-closed')
}

function hashOf(ctx: HouseContext, code: string): string {
  return ctx.sealer.fingerprint(readTypedCode(code), 'setup-code')
}
