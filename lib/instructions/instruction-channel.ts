import type { SQL } from 'drizzle-orm'
import { notify, notifySql, type Transaction } from '../db/database'
import type { Id } from '../ids/ids'

/** Every change of the ledger is told here: `<property id> <instruction id>`. */
export const instructionChannel = 'keydesk_instructions'

export interface InstructionChange {
  propertyId: Id<'property'>
  instructionId: Id<'instruction'>
}

export async function announceChange(tx: Transaction, change: InstructionChange): Promise<void> {
  await notify(tx, instructionChannel, payloadOf(change))
}

/** The same as part of the statement that writes the change. */
export const announcingChange = (change: InstructionChange): SQL<unknown> =>
  notifySql(instructionChannel, payloadOf(change))

const payloadOf = ({ propertyId, instructionId }: InstructionChange) => `${propertyId} ${instructionId}`

export function readChange(payload: string): InstructionChange | null {
  const [propertyId, instructionId] = payload.split(' ')
  if (!propertyId || !instructionId) return null
  return { propertyId: propertyId as Id<'property'>, instructionId: instructionId as Id<'instruction'> }
}
