import { standingKeyCode } from '../../../state/guest-keys'
import { succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { lockOf, nothing } from '../../../wire/fields'

/** 2.2.2 Retrieve Admin Key. */
export const adminKey = endpoint({
  call: 'admin-key',
  method: 'GET',
  path: '/locks/:lockName/adminKey',
  bearer: true,
  query: nothing,
  body: null,
  act(world, { params }) {
    return succeed({ info: { s_key_code: standingKeyCode(lockOf(world, params).name, 'admin') } })
  },
})
