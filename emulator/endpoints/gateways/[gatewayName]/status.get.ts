import { longName, number, Refusal, succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { nothing } from '../../../wire/fields'

/** 2.3.2 Retrieve Gateway Status. */
export const gatewayStatus = endpoint({
  call: 'gateway-status',
  method: 'GET',
  path: '/gateways/:gatewayName/status',
  bearer: true,
  query: nothing,
  body: null,
  act({ gateways, settings }, { params }) {
    const gateway = gateways.find(params.gatewayName ?? '')
    if (!gateway) throw new Refusal('no-such-gateway')
    const at = gateways.lastHeartbeatAt(gateway)
    return succeed({ info: { [longName('last_heart_beat_time', settings)]: number(at, settings) } })
  },
})
