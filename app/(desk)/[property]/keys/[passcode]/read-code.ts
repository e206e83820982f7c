import type { CodeView } from '@/components/passcodes/passcode-contract'
import type { DeskContext } from '@/lib/access/context'
import type { Id } from '@/lib/ids/ids'
import { getLock } from '@/lib/locks/queries'
import type { PasscodeDetail, PasscodeState } from '@/lib/passcodes/contract'
import { findNewestAttempt, getPasscode, listLaterPasscodes } from '@/lib/passcodes/queries'
import { lastAttempt } from '@/lib/passcodes/rules'

const waiting: readonly PasscodeState[] = ['sending', 'waiting-door', 'cancelling', 'cancel-failed']

/** A code with the tries of its press (rule 3), what it replaced, and what was asked for in its place since. Throws `not-found`. */
export async function readCode(ctx: DeskContext, id: Id<'passcode'>): Promise<CodeView> {
  const code = await getPasscode(ctx, id)
  const attempts = await readAttempts(ctx, code)
  const tried = new Set(attempts.map((one) => one.id))
  const later = await listLaterPasscodes(ctx, attempts.at(-1) ?? code)
  const replaced = code.replacesId === null ? null : await getPasscode(ctx, code.replacesId)
  const waits = [code, ...attempts, ...(replaced ? [replaced] : [])].some(({ state }) => waiting.includes(state))
  const lock = waits ? await getLock(ctx, code.lockId) : null
  return {
    now: ctx.now,
    code,
    attempts,
    later: later.filter((one) => !tried.has(one.id)),
    replaced,
    unreached:
      lock?.state === 'no-contact' || lock?.state === 'not-heard' ? { why: lock.state, sinceAt: lock.sinceAt } : null,
  }
}

async function readAttempts(ctx: DeskContext, code: PasscodeDetail): Promise<PasscodeDetail[]> {
  const newest = await findNewestAttempt(ctx, code.id)
  const attempts: PasscodeDetail[] = []
  let next: Id<'passcode'> | null = newest?.id ?? code.id
  while (next !== null && attempts.length < lastAttempt) {
    const one: PasscodeDetail = next === code.id ? code : await getPasscode(ctx, next)
    attempts.unshift(one)
    next = one.insteadOfId
  }
  return attempts
}
