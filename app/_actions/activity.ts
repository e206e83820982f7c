'use server'

import { checkActivity as check } from '@/lib/audit/check-activity'
import { deskAction } from '../_entry/desk-action'

export async function checkActivity(property: string) {
  return deskAction(property, (ctx) => check(ctx))
}
