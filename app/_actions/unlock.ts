'use server'

import type { UnlockAsked } from '@/lib/unlocks/contract'
import { unlockDoor as unlock } from '@/lib/unlocks/unlock-door'
import { deskAction } from '../_entry/desk-action'

export async function unlockDoor(property: string, input: UnlockAsked) {
  return deskAction(property, (ctx) => unlock(ctx, input))
}
