import { addressGroup } from '../access/address-group'
import type { DeskContext } from '../access/context'
import { requireWithin } from '../access/require-within'
import type { Transaction } from '../db/database'
import type { InstructionKind } from './contract'

/**
 * Granting commands that people may ask for in a minute, over all processes; what the machine goes on with is not counted.
 * The computers of a hotel may share one address.
 */
export const commandsPerMinute = { person: 30, address: 120, property: 300 } as const

/**
 * Counts one granting command of person, address and property with the caller's transaction; a press that was committed
 * before is not counted again. Removing is never limited. Throws `too-many-requests` with the seconds to wait.
 */
export async function limitCommands(
  ctx: DeskContext,
  tx: Transaction,
  { kind, emergency = false }: { kind: InstructionKind; emergency?: boolean },
): Promise<void> {
  const { actor, address, property, now } = ctx
  if (kind === 'cancel-code' || actor.kind !== 'staff') return
  const most = new Map<string, number>([[`commands:${actor.personId}`, commandsPerMinute.person]])
  // Whoever must get into a room now does not wait for what others did from the same address.
  if (address && !emergency) most.set(addressSubject(ctx, address), commandsPerMinute.address)
  most.set(`commands:${property.id}`, commandsPerMinute.property)
  await requireWithin(tx, most, now)
}

/** By its fingerprint: no address is kept for counting. */
const addressSubject = ({ sealer, property }: DeskContext, address: string): string =>
  `commands:${property.id}:${sealer.fingerprint(addressGroup(address), 'command-address')}`
