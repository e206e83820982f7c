import { z } from 'zod'
import { Refusal, succeed } from '../wire/answer'
import { endpoint } from '../wire/endpoint'
import { nothing } from '../wire/fields'

/** 2.5.1 Create Lock Keeper Account. The example's GET is a slip (R15). */
export const createAccount = endpoint({
  call: 'create-account',
  method: 'POST',
  path: '/users',
  bearer: true,
  query: nothing,
  body: z.strictObject({
    user_name: z.string().regex(/^[A-Za-z]/, 'does not start with a letter'),
    user_password: z.string().min(6),
  }),
  act(world, { body }) {
    if (!world.accounts.add(body.user_name)) throw new Refusal('name-taken')
    return succeed()
  },
})
