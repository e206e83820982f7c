import { checkAccount } from '../wire/account-in-path'
import { succeed } from '../wire/answer'
import { endpoint } from '../wire/endpoint'
import { nothing } from '../wire/fields'

/** 2.3.1 Retrieve All Gateways. */
export const listGateways = endpoint({
  call: 'list-gateways',
  method: 'GET',
  path: '/gateways',
  bearer: true,
  query: nothing,
  body: null,
  act(world, { params }) {
    checkAccount(world, params)
    return succeed({ info: world.gateways.all().map(({ name }) => ({ s_gateway_name: name })) })
  },
})
