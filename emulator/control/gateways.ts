import { z } from 'zod'
import type { Gateway } from '../state/gateways'
import type { World } from '../state/world'
import { ControlError, controlRoute, noInput } from './control-route'

export type GatewayView = { name: string; contact: boolean; lastHeartbeatAt: number; clockOffsetMs: number }
export type GatewaysControl = ReturnType<typeof gatewaysControl>

export function gatewaysControl({ gateways, instructions }: World) {
  const known = (name: string): Gateway => {
    const gateway = gateways.find(name)
    if (!gateway) throw new ControlError(404, `no gateway ${name}`)
    return gateway
  }
  const view = (gateway: Gateway): GatewayView => ({
    name: gateway.name,
    contact: gateway.lostAt === null,
    lastHeartbeatAt: gateways.lastHeartbeatAt(gateway),
    clockOffsetMs: gateway.clockOffsetMs,
  })
  return {
    list: () => gateways.all().map(view),
    get: (name: string) => view(known(name)),
    /** Takes a gateway's contact or gives it back; what waited behind it runs then. */
    setContact(name: string, contact: boolean) {
      const gateway = known(name)
      instructions.catchUpAll()
      gateways.setContact(gateway, contact)
      instructions.catchUpAll()
      return view(gateway)
    },
    /** How far the clock that stamps its heartbeats is ahead. */
    setClockOffset(name: string, clockOffsetMs: number) {
      known(name).clockOffsetMs = clockOffsetMs
      return view(known(name))
    },
    add(name: string) {
      if (gateways.find(name)) throw new ControlError(409, `there is a gateway ${name} already`)
      return view(gateways.add(name))
    },
  }
}

export function gatewayRoutes(control: GatewaysControl) {
  const change = z.strictObject({ contact: z.boolean().optional(), clockOffsetMs: z.number().optional() })
  const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
  return [
    controlRoute('GET', '/gateways', noInput, () => ({ gateways: control.list() })),
    controlRoute('POST', '/gateways', z.strictObject({ name }), (asked) => control.add(asked.name)),
    controlRoute('GET', '/gateways/:name', noInput, (_, { params }) => control.get(params.name ?? '')),
    controlRoute('PATCH', '/gateways/:name', change, ({ contact, clockOffsetMs }, { params }) => {
      const gateway = params.name ?? ''
      if (contact !== undefined) control.setContact(gateway, contact)
      if (clockOffsetMs !== undefined) control.setClockOffset(gateway, clockOffsetMs)
      return control.get(gateway)
    }),
  ]
}
