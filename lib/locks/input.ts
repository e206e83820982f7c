import { z } from 'zod'
import { isId } from '../ids/ids'
import { lockChanges, longestDoor, longestFloor, longestRoom } from './contract'

/** One line that can be shown; empty means none. */
const label = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{C}*$/u, 'invalid')
    .nullable()
    .transform((text) => (text === '' ? null : text))

const lockId = z.custom<`lck_${string}`>((value) => isId('lock', value), 'not-found')

const names = { room: label(longestRoom), door: label(longestDoor), floor: label(longestFloor) }
/** A door is a guest's room or a common door with a name. */
const oneName = ({ room, door }: { room: string | null; door: string | null }) => room === null || door === null

export const nameLockInput = z.object({ lockId, ...names }).refine(oneName, { path: ['door'], error: 'room-or-door' })

export const acceptProposalsInput = z.object({ lockIds: z.array(lockId).min(1).max(10_000) })

export const changeLockInput = z
  .object({
    lockId,
    change: z.enum(lockChanges),
    /** *Replaced*: the lock that now hangs on this door takes its room. */
    successorId: lockId.nullish(),
    /** *Moved*: the door on which this lock hangs now. */
    ...names,
    room: names.room.default(null),
    door: names.door.default(null),
    floor: names.floor.default(null),
  })
  .refine(oneName, { path: ['door'], error: 'room-or-door' })
export type ChangeLockInput = z.input<typeof changeLockInput>

export const refreshLockInput = z.object({ lockId })
