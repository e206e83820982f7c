import { z } from 'zod'
import type { RequestFilter } from '../state/request-log'
import type { World } from '../state/world'
import { controlRoute, noInput, queryFlag } from './control-route'

export type RequestsControl = ReturnType<typeof requestsControl>

export function requestsControl({ requests }: World) {
  return {
    /** What was asked, oldest first. */
    list: (filter?: RequestFilter) => requests.list(filter),
    /** Calls since the last clear, per call kind. */
    counts: () => requests.counts(),
    clear: () => requests.clear(),
  }
}

export function requestRoutes(control: RequestsControl) {
  const filter = z.strictObject({
    call: z.string().optional(),
    method: z.string().optional(),
    pathIncludes: z.string().optional(),
    withProblems: queryFlag.optional(),
    afterSeq: z.coerce.number().optional(),
    limit: z.coerce.number().int().min(1).optional(),
  })
  return [
    controlRoute('GET', '/requests', filter, (asked) => ({ requests: control.list(asked), counts: control.counts() })),
    controlRoute('POST', '/requests/clear', noInput, () => {
      control.clear()
      return { requests: [], counts: {} }
    }),
  ]
}
