import { z } from 'zod'
import { succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { lockOf, nothing } from '../../../wire/fields'

/** 2.4.3 Cancel Guest Password. Whether the lock holds the digits, only the lock can tell: the instruction ends 2 if not. */
export const cancelPasscode = endpoint({
  call: 'cancel-passcode',
  method: 'PUT',
  path: '/locks/:lockName/guestPasswdKey',
  bearer: true,
  query: nothing,
  body: z.strictObject({ guest_passwd: z.string().regex(/^\d{1,20}$/, 'not digits') }),
  act(world, { params, body }) {
    const lock = lockOf(world, params)
    const { id } = world.instructions.create(lock, { kind: 'cancel-passcode', digits: body.guest_passwd })
    return succeed({ info: { s_instruction_id: id } })
  },
})
