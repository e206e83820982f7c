import { standingKeyCode } from '../../../state/guest-keys'
import { succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { lockOf, nothing } from '../../../wire/fields'

/** 2.2.3 Retrieve Permanent Key. */
export const permanentKey = endpoint({
  call: 'permanent-key',
  method: 'GET',
  path: '/locks/:lockName/permanentKey',
  bearer: true,
  query: nothing,
  body: null,
  act(world, { params }) {
    return succeed({ info: { s_key_code: standingKeyCode(lockOf(world, params).name, 'permanent') } })
  },
})
