'use server'

import type { PermanentKeyAsked } from '@/lib/permanent-keys/contract'
import { issuePermanentKey as issue } from '@/lib/permanent-keys/issue-permanent-key'
import { showPermanentKey as show } from '@/lib/permanent-keys/show-permanent-key'
import { deskAction } from '../_entry/desk-action'

/** A permanent or an admin key; the latter only where the server's setting has it. */
export async function issuePermanentKey(property: string, input: PermanentKeyAsked) {
  return deskAction(property, (ctx) => issue(ctx, input))
}

/** Once only, to the session that pressed, within a minute. */
export async function showPermanentKey(property: string, permanentKeyId: `pmk_${string}`) {
  return deskAction(property, (ctx) => show(ctx, { permanentKeyId }))
}
