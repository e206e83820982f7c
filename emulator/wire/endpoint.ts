import { z } from 'zod'
import type { World } from '../state/world'
import type { Answer } from './answer'

export const calls = [
  'login',
  'refresh',
  'list-locks',
  'admin-key',
  'permanent-key',
  'guest-key',
  'list-gateways',
  'gateway-status',
  'lock-status',
  'set-passcode',
  'cancel-passcode',
  'remote-unlock',
  'instruction-status',
  'create-account',
] as const

type Call = (typeof calls)[number]

type Described<Query, Body> = {
  call: Call
  method: 'GET' | 'POST' | 'PUT'
  /** Below the base path, in the documented style (R2). */
  path: string
  /** False: asked without a bearer (login, refresh). */
  bearer: boolean
  query: z.ZodType<Query>
  /** Null: a GET, which has none. */
  body: z.ZodType<Body> | null
  act(world: World, asked: { params: Record<string, string>; query: Query; body: Body }): Answer
}

export type Endpoint = Pick<Described<unknown, unknown>, 'call' | 'method' | 'path' | 'bearer'> & {
  hasBody: boolean
  /** Reads query and body strictly: a list of what is wrong, or the act that is asked for. */
  read(
    query: Record<string, string>,
    body: unknown,
  ): string[] | ((world: World, params: Record<string, string>) => Answer)
}

/** One call of the API, one per file in endpoints/. */
export function endpoint<Query, Body>(described: Described<Query, Body>): Endpoint {
  const { call, method, path, bearer } = described
  return {
    call,
    method,
    path,
    bearer,
    hasBody: described.body !== null,
    read(query, body) {
      const readQuery = described.query.safeParse(query)
      const readBody = (described.body ?? (z.undefined() as unknown as z.ZodType<Body>)).safeParse(body)
      if (readQuery.success && readBody.success) {
        return (world, params) => described.act(world, { params, query: readQuery.data, body: readBody.data })
      }
      return [...problemsOf('query', readQuery.error), ...problemsOf('body', readBody.error)]
    },
  }
}

function problemsOf(where: string, error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => `${where}: ${issue.path.join('.') || 'whole'}: ${issue.message}`)
}
