import { addressGroup } from '../access/address-group'
import type { DeskContext } from '../access/context'
import type { InstructionKind } from './contract'

/**
 * Granting commands that people may ask for in a minute, over all processes; what the machine goes on with is not counted.
 * The computers of a hotel may share one address.
 */
export const commandsPerMinute = { person: 30, address: 120, property: 300 } as const

/**
 * How many commands of that kind person, address and property may ask for in a minute, by the subjects that they are counted
 * under; empty for what is not limited: removing never is.
 */
export function commandLimits(
  ctx: DeskContext,
  { kind, emergency = false }: { kind: InstructionKind; emergency?: boolean },
): Map<string, number> {
  const most = new Map<string, number>()
  const { actor, address, property } = ctx
  if (kind === 'cancel-code' || actor.kind !== 'staff') return most
  most.set(`commands:${actor.personId}`, commandsPerMinute.person)
  // Whoever must get into a room now does not wait for what others did from the same address.
  if (address && !emergency) most.set(addressSubject(ctx, address), commandsPerMinute.address)
  return most.set(`commands:${property.id}`, commandsPerMinute.property)
}

/** By its fingerprint: no address is kept for counting. */
const addressSubject = ({ sealer, property }: DeskContext, address: string): string =>
  `commands:${property.id}:${sealer.fingerprint(addressGroup(address), 'command-address')}`
