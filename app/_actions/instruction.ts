'use server'

import { DeskError } from '@/lib/errors/desk-error'
import { isId } from '@/lib/ids/ids'
import { dismissInstruction as dismiss } from '@/lib/instructions/dismiss-instruction'
import { deskAction } from '../_entry/desk-action'

export async function dismissInstruction(property: string, id: `ins_${string}`) {
  return deskAction(property, async (ctx) => {
    if (!isId('instruction', id)) throw new DeskError('not-found')
    await dismiss(ctx, id)
  })
}
