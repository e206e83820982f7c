'use server'

import { changeProperty as change } from '@/lib/properties/change-property'
import { changeReasons as changeList } from '@/lib/properties/change-reasons'
import type { PropertySettings } from '@/lib/properties/contract'
import { deskAction } from '../_entry/desk-action'

export async function changeProperty(property: string, input: Partial<PropertySettings>) {
  return deskAction(property, (ctx) => change(ctx, input))
}

export async function changeReasons(property: string, reasons: string[]) {
  return deskAction(property, (ctx) => changeList(ctx, { reasons }))
}
