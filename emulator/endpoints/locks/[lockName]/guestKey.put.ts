import { z } from 'zod'
import { addGuestKey, newGuestKeyCode } from '../../../state/guest-keys'
import { Refusal, succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { lockOf, millis, nothing } from '../../../wire/fields'

/** 2.2.4 Retrieve Guest Key. */
export const guestKey = endpoint({
  call: 'guest-key',
  method: 'PUT',
  path: '/locks/:lockName/guestKey',
  bearer: true,
  query: nothing,
  body: z.strictObject({ start_time: millis, end_time: millis }),
  act(world, { params, body }) {
    const lock = lockOf(world, params)
    if (body.end_time <= body.start_time) throw new Refusal('window-reversed')
    const keyCode = newGuestKeyCode()
    const issuedAt = world.clock.now()
    addGuestKey(lock, { keyCode, startAt: body.start_time, endAt: body.end_time, issuedAt, shared: false })
    return succeed({ info: { s_key_code: keyCode } })
  },
})
