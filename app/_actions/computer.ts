'use server'

import { registerComputer as register } from '@/lib/staff/register-computer'
import { removeComputer as remove } from '@/lib/staff/remove-computer'
import { deskAction } from '../_entry/desk-action'
import { keepComputer } from '../_entry/session-cookies'

export async function registerComputer(property: string, name: string) {
  return deskAction(property, async (ctx, place) => {
    const { id, token } = await register(ctx, { name }, place)
    await keepComputer(token)
    return { id }
  })
}

export async function removeComputer(property: string, computerId: `dsk_${string}`) {
  return deskAction(property, (ctx) => remove(ctx, { computerId }))
}
