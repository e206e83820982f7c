import { checkAccount } from '../wire/account-in-path'
import { succeed } from '../wire/answer'
import { endpoint } from '../wire/endpoint'
import { nothing } from '../wire/fields'

/** 2.2.1 Retrieve All Locks; with `s_room_name` where the settings say so (R7). */
export const listLocks = endpoint({
  call: 'list-locks',
  method: 'GET',
  path: '/locks',
  bearer: true,
  query: nothing,
  body: null,
  act(world, { params }) {
    checkAccount(world, params)
    const listed = world.locks.all().filter((lock) => lock.listed)
    return succeed({
      info: listed.map(({ name, roomName }) => ({
        s_lock_name: name,
        ...(world.settings.roomNames && roomName !== null ? { s_room_name: roomName } : {}),
      })),
    })
  },
})
