'use server'

import { dismissInstruction as dismiss } from '@/lib/instructions/dismiss-instruction'
import { deskAction } from '../_entry/desk-action'

export async function dismissInstruction(property: string, id: `ins_${string}`) {
  return deskAction(property, (ctx) => dismiss(ctx, id))
}
