import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { type Id, newId } from '../ids/ids'
import type { Command } from '../instructions/command'
import { commitIntent } from '../instructions/commit-intent'
import { dispatchCommand } from '../instructions/send-command'

interface Door {
  id: Id<'lock'>
  name: string
  label: string
}

/** A door of the demo hotel in our rows. */
export async function addDoor(ctx: DeskContext, name = 'MJ000204', label = '204'): Promise<Door> {
  const door = { id: newId('lock'), name, label }
  const row = {
    id: door.id,
    name,
    room: label,
    sortKey: label,
    propertyId: ctx.property.id,
    createdAt: ctx.clock.now(),
  }
  await withTransaction(ctx, (tx) => tx.insert(locks).values(row))
  return door
}

/** One of each command, its window an hour from now. */
export function everyCommand(now: number): Command[] {
  const window = { startsAt: now, endsAt: now + 3_600_000 }
  return [
    { kind: 'set-code', ...window, oneTime: false },
    { kind: 'cancel-code', digits: '482917' },
    { kind: 'unlock' },
    { kind: 'guest-key', ...window },
    { kind: 'permanent-key' },
    { kind: 'admin-key' },
  ]
}

/** The emulator's word for a command. */
export const callOf: Record<Command['kind'], string> = {
  'set-code': 'set-passcode',
  'cancel-code': 'cancel-passcode',
  unlock: 'remote-unlock',
  'guest-key': 'guest-key',
  'permanent-key': 'permanent-key',
  'admin-key': 'admin-key',
}

/** Commits the intent of a press and sends it, as every use case does. */
export async function pressCommand(ctx: DeskContext, lock: Door, command: Command): Promise<Id<'instruction'>> {
  const window = 'startsAt' in command ? { windowStartsAt: command.startsAt, windowEndsAt: command.endsAt } : {}
  const asked = { lock: lock.id, kind: command.kind }
  const { id } = await withTransaction(ctx, (tx) =>
    commitIntent(ctx, tx, { kind: command.kind, lock, pressKey: newId('request'), asked, ...window }),
  )
  dispatchCommand(ctx, { instructionId: id, lock, command })
  return id
}

/** Real sockets answer in their own time: looks again until it holds, at most 20 s. */
export async function lookUntil<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  const deadline = performance.now() + 20_000
  for (;;) {
    const found = await look()
    if (holds(found)) return found
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
