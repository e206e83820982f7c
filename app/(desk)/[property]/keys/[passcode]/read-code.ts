import type { CodeView } from '@/components/passcodes/passcode-contract'
import type { DeskContext } from '@/lib/access/context'
import type { Id } from '@/lib/ids/ids'
import type { PasscodeDetail } from '@/lib/passcodes/contract'
import { findNewestAttempt, getPasscode, listLaterPasscodes } from '@/lib/passcodes/queries'
import { lastAttempt } from '@/lib/passcodes/rules'

/** A code with the tries of its press (rule 3) and what was asked for in its place since. Throws `not-found`. */
export async function readCode(ctx: DeskContext, id: Id<'passcode'>): Promise<CodeView> {
  const code = await getPasscode(ctx, id)
  const attempts = await readAttempts(ctx, code)
  const tried = new Set(attempts.map((one) => one.id))
  const later = await listLaterPasscodes(ctx, attempts.at(-1) ?? code)
  return { now: ctx.now, code, attempts, later: later.filter((one) => !tried.has(one.id)) }
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
