'use server'

import type { DeskContext } from '@/lib/access/context'
import { findAnswered } from '@/lib/instructions/find-answered'
import type { EmergencyAsked, EntryExplained, Pressed, UnlockAsked } from '@/lib/unlocks/contract'
import { enterInEmergency as enter } from '@/lib/unlocks/enter-in-emergency'
import { explainEntry as explain } from '@/lib/unlocks/explain-entry'
import { unlockDoor as unlock } from '@/lib/unlocks/unlock-door'
import { deskAction } from '../_entry/desk-action'

export async function unlockDoor(property: string, input: UnlockAsked) {
  return deskAction(property, async (ctx) => answered(ctx, await unlock(ctx, input)))
}

export async function enterInEmergency(property: string, input: EmergencyAsked) {
  return deskAction(property, async (ctx) => answered(ctx, await enter(ctx, input)))
}

export async function explainEntry(property: string, input: EntryExplained) {
  return deskAction(property, (ctx) => explain(ctx, input))
}

const answered = async (ctx: DeskContext, { instructionId }: Pick<Pressed, 'instructionId'>): Promise<Pressed> => ({
  instructionId,
  answered: await findAnswered(ctx, instructionId),
})
