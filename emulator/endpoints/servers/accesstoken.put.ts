import { z } from 'zod'
import { refuse, succeed } from '../../wire/answer'
import { endpoint } from '../../wire/endpoint'
import { nothing, text } from '../../wire/fields'
import { tokenFields } from '../../wire/token-fields'

/** 2.1.2 Refresh Access Token. A refresh token works once; older access tokens stay valid until their own end. */
export const refresh = endpoint({
  call: 'refresh',
  method: 'PUT',
  path: '/servers/accesstoken',
  bearer: false,
  query: nothing,
  body: z.strictObject({ refresh_token: text }),
  act(world, { body }) {
    const state = world.tokens.check('refresh', body.refresh_token)
    if (state !== 'live') {
      return refuse(
        state === 'expired' ? 'token-expired' : 'token-unknown',
        world.settings.deadToken === 'http-401' ? 401 : 200,
      )
    }
    world.tokens.spend(body.refresh_token)
    return succeed(tokenFields(world.tokens.issue(), world.settings))
  },
})
