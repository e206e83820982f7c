import { succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { emptyBody, lockOf, nothing } from '../../../wire/fields'

/** 2.4.4 Remote Unlock. */
export const remoteUnlock = endpoint({
  call: 'remote-unlock',
  method: 'PUT',
  path: '/locks/:lockName/remoteUnlock',
  bearer: true,
  query: nothing,
  body: emptyBody,
  act(world, { params }) {
    const { id } = world.instructions.create(lockOf(world, params), { kind: 'remote-unlock' })
    return succeed({ info: { s_instruction_id: id } })
  },
})
