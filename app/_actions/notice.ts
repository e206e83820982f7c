'use server'

import { markNoticeSeen as mark } from '@/lib/notices/mark-notice-seen'
import { deskAction } from '../_entry/desk-action'

export async function markNoticeSeen(property: string, id: `ntc_${string}`) {
  return deskAction(property, (ctx) => mark(ctx, id))
}
