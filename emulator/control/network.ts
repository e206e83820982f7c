import { z } from 'zod'
import type { Outage } from '../state/network'
import type { World } from '../state/world'
import { calls } from '../wire/endpoint'
import { ControlError, controlRoute, noInput } from './control-route'

/** The listening socket of the main address, which an outage takes down. */
export type Line = { refuse(): Promise<void>; accept(): Promise<void>; cutAll(): void; controlUrl(): string }

export type NetworkControl = ReturnType<typeof networkControl>

export function networkControl({ network }: World, line: Line) {
  const view = () => ({ outage: network.outage, latency: network.latencies() })
  return {
    view,
    /** `refused` (also `true`): nobody listens; `reset`: calls are cut after arrival; `off` (also `false`). */
    async setOutage(wanted: Outage | boolean) {
      const outage = wanted === true ? 'refused' : wanted === false ? 'off' : wanted
      network.outage = outage
      if (outage === 'refused') await line.refuse()
      else await line.accept()
      if (outage === 'reset') line.cutAll()
      return view()
    },
    /** Round trip of a call kind in ms; `*`: of all that have none of their own. */
    setLatency(call: string, ms: number) {
      network.setLatency(call, ms)
      return view()
    },
    controlUrl: () => line.controlUrl(),
  }
}

export const callName = z.enum(['*', ...calls])

export function networkRoutes(control: NetworkControl) {
  const outage = z.strictObject({ outage: z.union([z.boolean(), z.enum(['off', 'refused', 'reset'])]) })
  return [
    controlRoute('GET', '/network', noInput, () => control.view()),
    controlRoute('POST', '/network/outage', outage, (asked, { overMainAddress }) => {
      if (overMainAddress && (asked.outage === true || asked.outage === 'refused')) {
        throw new ControlError(409, `this address would go down with it: ask ${control.controlUrl()}, or take "reset"`)
      }
      return control.setOutage(asked.outage)
    }),
    controlRoute('POST', '/network/latency', z.strictObject({ call: callName, ms: z.number().min(0) }), (asked) =>
      control.setLatency(asked.call, asked.ms),
    ),
  ]
}
