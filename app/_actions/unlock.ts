'use server'

import type { EmergencyAsked, EntryExplained, UnlockAsked } from '@/lib/unlocks/contract'
import { enterInEmergency as enter } from '@/lib/unlocks/enter-in-emergency'
import { explainEntry as explain } from '@/lib/unlocks/explain-entry'
import { unlockDoor as unlock } from '@/lib/unlocks/unlock-door'
import { deskAction } from '../_entry/desk-action'

export async function unlockDoor(property: string, input: UnlockAsked) {
  return deskAction(property, (ctx) => unlock(ctx, input))
}

export async function enterInEmergency(property: string, input: EmergencyAsked) {
  return deskAction(property, (ctx) => enter(ctx, input))
}

export async function explainEntry(property: string, input: EntryExplained) {
  return deskAction(property, (ctx) => explain(ctx, input))
}
