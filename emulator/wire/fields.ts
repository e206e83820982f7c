import { z } from 'zod'
import { isLocalMinute } from '../state/local-minute'
import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { Refusal } from './answer'

export const nothing = z.strictObject({})

/** Body of a PUT without parameters: none at all, or an empty object. */
export const emptyBody = z.union([z.undefined(), z.strictObject({})])

export const text = z.string().min(1)

/** Milliseconds from 1970. Seconds are a mistake that this tells. */
export const millis = z
  .number()
  .int()
  .refine((value) => value >= 100_000_000_000 && value < 100_000_000_000_000, { message: 'not milliseconds from 1970' })

export const flag = z.number().int()

export const localMinute = z.string().refine(isLocalMinute, { message: 'not a local time YYMMDDHHmm' })

/** The listed lock that a path names. */
export function lockOf(world: World, params: Record<string, string>): Lock {
  const lock = world.locks.find(params.lockName ?? '')
  if (!lock?.listed) throw new Refusal('no-such-lock')
  return lock
}
