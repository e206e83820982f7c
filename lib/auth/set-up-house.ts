import { z } from 'zod'
import type { HouseContext } from '../access/context'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { createProperty } from '../properties/create-property'
import { newPropertyInput } from '../properties/input'
import { addFirstAccount, prepareFirstAccount } from '../staff/add-first-account'
import { passwordLimits } from '../staff/contract'
import { firstAccountInput } from '../staff/input'
import { trySetupCode, useUpSetupCode } from '../staff/make-setup-code'
import { hasPeople } from '../staff/queries'
import { type SessionPlace, startSession } from '../staff/start-session'

export interface SetUpForm {
  code: string
  name: string
  email: string
  password: string
  propertyName: string
  timeZone: string
  alsoRunsDesk: boolean
}

const setUpInput = firstAccountInput.extend({
  code: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(passwordLimits.maxCharacters),
  propertyName: newPropertyInput.shape.name,
  timeZone: newPropertyInput.shape.timeZone,
})

/**
 * The first visitor, who can read the server's console, makes the first account and its property, and is signed in.
 * Fields are checked before the code, so that a typo costs none of its tries. Throws `setup-…`, `password-too-…`.
 */
export async function setUpHouse(
  ctx: HouseContext,
  input: SetUpForm,
  place: SessionPlace,
): Promise<{ sessionId: Id<'session'>; slug: string }> {
  if (ctx.actor.kind !== 'visitor') throw new DeskError('setup-closed')
  if (await hasPeople(ctx)) throw new DeskError('setup-closed')
  const { code, propertyName, timeZone, ...account } = parseInput(setUpInput, input)
  const prepared = await prepareFirstAccount(account, propertyName)
  const tried = await trySetupCode(ctx, code)
  return withTransaction(ctx, async (tx) => {
    await useUpSetupCode(tx, tried)
    const inside: HouseContext = { ...ctx, db: tx, actor: { kind: 'system', part: 'set-up' } }
    const made = await addFirstAccount(inside, prepared, (made) =>
      createProperty(made, { name: propertyName, timeZone }),
    )
    const sessionId = await startSession(ctx, tx, { id: made.personId, name: prepared.name }, place)
    return { sessionId, slug: made.property.slug }
  })
}
