import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import type { Role } from './permissions'

/** A person of the hotel, signed in. `provedAt` = last sign-in or sign-in again by password, passkey or second factor. */
export interface StaffActor {
  kind: 'staff'
  personId: Id<'person'>
  sessionId: Id<'session'>
  name: string
  /** At the property of the context; empty in a house context. */
  roles: readonly Role[]
  /** Of housekeeping: the floors whose rooms are theirs; null or absent = all. */
  floors?: readonly string[] | null
  provedAt: Instant
  /** Last time by the PIN of a registered desk computer; it counts for *R* and for nothing else. */
  pinProvedAt?: Instant | null
  /** That computer stands at another property than the context's: no PIN counts here. */
  pinElsewhere?: boolean
}

/** When the person last proved who they are in any way that counts for *R*. */
export const lastProvedAt = ({ provedAt, pinProvedAt, pinElsewhere }: StaffActor): Instant =>
  Math.max(provedAt, (pinElsewhere ? null : pinProvedAt) ?? provedAt)

/** Who acts: a closed union. What a kind may do is decided in `requirePermission` and nowhere else. */
export type Actor =
  | StaffActor
  | { kind: 'system'; part: string }
  | { kind: 'lock-server' }
  | { kind: 'guest' }
  | { kind: 'api-key' }
  | { kind: 'visitor'; address: string }

/** The name under which the ledger and the activity keep the actor. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return actor.name
    case 'system':
      return 'Keydesk'
    case 'lock-server':
      return 'Lock Server'
    case 'visitor':
      return 'Visitor'
    case 'guest':
      return 'Guest'
    case 'api-key':
      return 'API key'
  }
}

export function personIdOf(actor: Actor): Id<'person'> | null {
  return actor.kind === 'staff' ? actor.personId : null
}
