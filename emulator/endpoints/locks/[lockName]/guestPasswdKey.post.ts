import { z } from 'zod'
import { Refusal, succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { flag, localMinute, lockOf, millis, nothing } from '../../../wire/fields'

const body = z
  .strictObject({
    start_time: millis,
    end_time: millis,
    local_start_time: localMinute.optional(),
    local_end_time: localMinute.optional(),
    is_local_time: flag.optional(),
    one_time: flag,
  })
  .refine((asked) => !asked.is_local_time || (asked.local_start_time && asked.local_end_time), {
    message: 'is_local_time is not 0, so local_start_time and local_end_time are required',
  })

/** 2.4.2 Setup Guest Password: the server makes the digits, and an instruction tells the lock. */
export const setPasscode = endpoint({
  call: 'set-passcode',
  method: 'POST',
  path: '/locks/:lockName/guestPasswdKey',
  bearer: true,
  query: nothing,
  body,
  act(world, { params, body: asked }) {
    const lock = lockOf(world, params)
    const local = localWindow(asked)
    if (local ? local.end <= local.start : asked.end_time <= asked.start_time) throw new Refusal('window-reversed')
    const digits = world.nextCodes.make(lock)
    const instruction = world.instructions.create(lock, {
      kind: 'set-passcode',
      digits,
      startAt: asked.start_time,
      endAt: asked.end_time,
      local,
      oneTime: asked.one_time !== 0,
    })
    return succeed({ info: { s_instruction_id: instruction.id, s_guest_passwd: digits } })
  },
})

function localWindow(asked: z.infer<typeof body>) {
  if (!asked.is_local_time || !asked.local_start_time || !asked.local_end_time) return null
  return { start: asked.local_start_time, end: asked.local_end_time }
}
