'use server'

import type { GuestKeyAsked } from '@/lib/guest-keys/contract'
import { drawKey } from '@/lib/guest-keys/draw-key'
import { issueGuestKey as issue } from '@/lib/guest-keys/issue-guest-key'
import { showGuestKey as show } from '@/lib/guest-keys/show-guest-key'
import { deskAction } from '../_entry/desk-action'

export async function issueGuestKey(property: string, input: GuestKeyAsked) {
  return deskAction(property, (ctx) => issue(ctx, input))
}

/** Once only: the text, and the same drawn for a phone's camera. */
export async function showGuestKey(property: string, guestKeyId: `gky_${string}`) {
  return deskAction(property, async (ctx) => {
    const { keyCode } = await show(ctx, { guestKeyId })
    return { keyCode, drawn: drawKey(keyCode) }
  })
}
