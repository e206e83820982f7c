'use server'

import { changeLock as change } from '@/lib/locks/change-lock'
import type { ChangeLockInput } from '@/lib/locks/input'
import { refreshLock as refresh } from '@/lib/locks/refresh-lock'
import { deskAction } from '../_entry/desk-action'

/** *Refresh now*: one question to the Lock Server, shared by everybody who presses within three seconds. */
export async function refreshLock(property: string, lockId: string) {
  return deskAction(property, (ctx) => refresh(ctx, { lockId }))
}

/** *Replaced*, *Reset*, *Moved* (rule 10). */
export async function changeLock(property: string, input: ChangeLockInput) {
  return deskAction(property, (ctx) => change(ctx, input))
}
