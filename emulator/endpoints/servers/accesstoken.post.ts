import { z } from 'zod'
import { Refusal, succeed } from '../../wire/answer'
import { endpoint } from '../../wire/endpoint'
import { nothing, text } from '../../wire/fields'
import { tokenFields } from '../../wire/token-fields'

/** 2.1.1 Authentication of Server Account. */
export const login = endpoint({
  call: 'login',
  method: 'POST',
  path: '/servers/accesstoken',
  bearer: false,
  query: nothing,
  body: z.strictObject({ username: text, password: text, device_mac: text, callback_address: text.optional() }),
  act(world, { body }) {
    const { username, password, deviceMac } = world.settings
    if (body.username !== username || body.password !== password) throw new Refusal('wrong-credentials')
    if (deviceMac !== null && body.device_mac !== deviceMac) throw new Refusal('wrong-device')
    world.tokens.callbackAddress = body.callback_address ?? null
    return succeed(tokenFields(world.tokens.issue(), world.settings))
  },
})
