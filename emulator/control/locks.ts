import { z } from 'zod'
import { noteAtDoor } from '../state/door-events'
import { presentKey, type Tried, typeDigits } from '../state/door-tries'
import { type Heard, heardBy } from '../state/hearing'
import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { ControlError, controlRoute, noInput } from './control-route'

export type LockView = Omit<Lock, 'heardBy'> & { heardBy: Heard[]; lockClockAt: number; unlocked: boolean }
export type LockChange = Partial<Pick<Lock, 'roomName' | 'door' | 'listed' | 'clockOffsetMs' | 'timeZone' | 'heardBy'>>
export type NewLock = {
  name: string
  roomName?: string
  door?: string
  area?: string
  heardBy?: Record<string, number>
}
export type LocksControl = ReturnType<typeof locksControl>

export function locksControl(world: World) {
  const { locks, gateways, instructions, clock, settings } = world
  const known = (name: string): Lock => {
    const lock = locks.find(name)
    if (!lock) throw new ControlError(404, `no lock ${name}`)
    instructions.catchUp(lock)
    return lock
  }
  const view = (lock: Lock): LockView => ({
    ...structuredClone(lock),
    heardBy: heardBy(lock, gateways, settings),
    lockClockAt: clock.now() + lock.clockOffsetMs,
    unlocked: clock.now() < lock.unlockedUntil,
  })
  return {
    list: () => locks.all().map(({ name, door, roomName, area, listed }) => ({ name, door, roomName, area, listed })),
    /** All that the lock holds and what happened at its door. */
    get: (name: string) => view(known(name)),
    /** Types digits on the lock's keypad; the lock judges by its own clock. */
    typeCode: (name: string, digits: string): Tried => typeDigits(world, known(name), digits),
    /** Presents an encrypted key (guest, permanent or admin) as a phone does. */
    presentKey: (name: string, keyCode: string): Tried => presentKey(world, known(name), keyCode),
    /** Changes a lock: its room's name, whether the server lists it, its clock, zone, and which gateways hear it. */
    change(name: string, change: LockChange) {
      const lock = known(name)
      instructions.catchUp(lock)
      Object.assign(lock, change)
      if (change.roomName && change.door === undefined && lock.door.startsWith('Room '))
        lock.door = `Room ${change.roomName}`
      instructions.catchUp(lock)
      return view(lock)
    },
    /** Takes a lock from the server's list: it is not found any more, while its door still knows its codes. */
    removeFromList: (name: string) => {
      known(name).listed = false
    },
    putBackOnList: (name: string) => {
      known(name).listed = true
    },
    /** Wipes a lock's codes and keys, as a reset at the door does. */
    reset(name: string) {
      const lock = known(name)
      lock.codes = []
      lock.keys = []
      noteAtDoor(lock, { at: clock.now(), kind: 'reset', opened: false, words: 'The lock was reset.' }, 0)
      return view(lock)
    },
    add({ name, roomName, door, area, heardBy: heard }: NewLock) {
      if (locks.find(name)) throw new ControlError(409, `there is a lock ${name} already`)
      const onDoor = door ?? (roomName === undefined ? name : `Room ${roomName}`)
      return view(
        locks.add({ name, roomName: roomName ?? null, door: onDoor, area: area ?? 'More doors', heardBy: heard ?? {} }),
      )
    },
  }
}

const signals = z.record(z.string(), z.number().min(-110).max(0))

const change = z.strictObject({
  roomName: z.string().nullable().optional(),
  door: z.string().min(1).optional(),
  listed: z.boolean().optional(),
  clockOffsetMs: z.number().optional(),
  timeZone: z.string().nullable().optional(),
  heardBy: signals.optional(),
})

const added = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  roomName: z.string().optional(),
  door: z.string().optional(),
  area: z.string().optional(),
  heardBy: signals.optional(),
})

export function lockRoutes(control: LocksControl) {
  const name = (params: Record<string, string>) => params.name ?? ''
  return [
    controlRoute('GET', '/locks', noInput, () => ({ locks: control.list() })),
    controlRoute('POST', '/locks', added, (asked) => control.add(asked)),
    controlRoute('GET', '/locks/:name', noInput, (_, { params }) => control.get(name(params))),
    controlRoute('PATCH', '/locks/:name', change, (asked, { params }) => control.change(name(params), asked)),
    controlRoute('POST', '/locks/:name/type-code', z.strictObject({ code: z.string() }), ({ code }, { params }) =>
      control.typeCode(name(params), code),
    ),
    controlRoute(
      'POST',
      '/locks/:name/present-key',
      z.strictObject({ keyCode: z.string() }),
      ({ keyCode }, { params }) => control.presentKey(name(params), keyCode),
    ),
    controlRoute('POST', '/locks/:name/reset', noInput, (_, { params }) => control.reset(name(params))),
  ]
}
