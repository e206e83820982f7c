import { notify, type Transaction } from '../db/database'
import type { Id } from '../ids/ids'

/** Every change of the ledger is told here: `<property id> <instruction id>`. */
export const instructionChannel = 'keydesk_instructions'

export interface InstructionChange {
  propertyId: Id<'property'>
  instructionId: Id<'instruction'>
}

export async function announceChange(tx: Transaction, change: InstructionChange): Promise<void> {
  await notify(tx, instructionChannel, `${change.propertyId} ${change.instructionId}`)
}

export function readChange(payload: string): InstructionChange | null {
  const [propertyId, instructionId] = payload.split(' ')
  if (!propertyId || !instructionId) return null
  return { propertyId: propertyId as Id<'property'>, instructionId: instructionId as Id<'instruction'> }
}
