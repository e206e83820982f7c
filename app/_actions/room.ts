'use server'

import { acceptProposals as accept } from '@/lib/locks/accept-proposals'
import { type DoorNames, nameLock } from '@/lib/locks/name-lock'
import { deskAction } from '../_entry/desk-action'

export async function nameRoom(property: string, input: { lockId: string } & DoorNames) {
  return deskAction(property, (ctx) => nameLock(ctx, input))
}

export async function acceptProposals(property: string, lockIds: readonly string[]) {
  return deskAction(property, (ctx) => accept(ctx, { lockIds }))
}
