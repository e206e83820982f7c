import { type Heard, heardBy } from '../../../state/hearing'
import type { Settings } from '../../../state/settings'
import { longName, number, succeed } from '../../../wire/answer'
import { endpoint } from '../../../wire/endpoint'
import { lockOf, nothing } from '../../../wire/fields'

/** 2.4.1 Retrieve Lock Status, in one of the three shapes of R8. */
export const lockStatus = endpoint({
  call: 'lock-status',
  method: 'GET',
  path: '/locks/:lockName/status',
  bearer: true,
  query: nothing,
  body: null,
  act(world, { params }) {
    const { settings } = world
    const heard = heardBy(lockOf(world, params), world.gateways, settings)
    if (settings.lockStatusShape === 'scans') return succeed({ info: heard.map((one) => scan(one, settings)) })
    const entries = heard.map((one) => entry(one, settings))
    return succeed({ info: settings.lockStatusShape === 'array' ? entries : (entries[0] ?? {}) })
  },
})

function entry({ gatewayName, signal, at }: Heard, settings: Settings) {
  return {
    i_signal: number(signal, settings),
    s_gateway_name: gatewayName,
    [longName('last_update_time', settings)]: number(at, settings),
  }
}

function scan({ gatewayName, signal, at }: Heard, settings: Settings) {
  return {
    s_gw_id: gatewayName,
    d_scanned_at: new Date(at).toISOString(),
    a_devices: [{ int_signal_strength: number(signal, settings) }],
  }
}
