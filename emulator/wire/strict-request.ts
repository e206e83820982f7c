import type { IncomingHttpHeaders } from 'node:http'
import type { World } from '../state/world'
import { type Answer, refuse } from './answer'
import type { Endpoint } from './endpoint'
import { type Routed, route } from './routes'

export type Asked = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer; bodyTooLarge: boolean }

export type StrictReading = {
  endpoint: Endpoint | null
  path: string
  body: unknown
  bearer: string | null
  /** Everything that is wrong with the request, in words. */
  problems: string[]
  /** The act that is asked for, or the answer that refuses it. */
  act: (() => Answer) | null
  refusal: Answer | null
}

/** Reads a request as strictly as section 2 and R3 have it, and names every mistake, not only the first. */
export function readStrictly(asked: Asked, world: World): StrictReading {
  const [rawPath = '', rawQuery = ''] = splitOnce(asked.url, '?')
  const routed = route(asked.method, rawPath, world.settings.pathStyle)
  const reading: StrictReading = {
    endpoint: routed.found === 'endpoint' ? routed.endpoint : null,
    path: rawPath,
    body: undefined,
    bearer: null,
    problems: [],
    act: null,
    refusal: null,
  }
  const wrong = (problem: string, refusal: Answer) => {
    reading.problems.push(problem)
    reading.refusal ??= refusal
  }
  if (routed.found !== 'endpoint') {
    wrong(...noCall(asked.method, routed, world))
    return reading
  }
  const { endpoint } = routed
  if (asked.bodyTooLarge) wrong('the body is over 1 MB', refuse('too-large', 413))
  const contentType = contentTypeProblem(asked.headers['content-type'])
  if (contentType) wrong(contentType, refuse('wrong-content-type', 415))
  const token = endpoint.bearer ? readBearer(asked.headers.authorization, world) : null
  reading.bearer = token?.bearer ?? null
  if (token?.refusal) wrong(token.problem, token.refusal)

  const bad = refuse('bad-request', 400)
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(routed.params)) {
    params[name] = decoded(value)
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(params[name])) wrong(`path: ${name} is not a name`, bad)
  }
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    if (name in query) wrong(`query: ${name} is given twice`, bad)
    query[name] = value
  }
  const hasBody = asked.body.length > 0 || Number(asked.headers['content-length'] ?? 0) > 0
  if (!endpoint.hasBody && (hasBody || asked.headers['transfer-encoding'] !== undefined)) {
    wrong('a GET must not have a body', bad)
  }
  if (hasBody) {
    const parsed = parseJson(asked.body)
    if (typeof parsed === 'string') wrong(parsed, bad)
    else reading.body = parsed.value
  }
  const read = endpoint.read(query, endpoint.hasBody ? reading.body : undefined)
  if (Array.isArray(read)) for (const problem of read) wrong(problem, bad)
  else if (reading.refusal === null) reading.act = () => read(world, params)
  return reading
}

function noCall(method: string, routed: Exclude<Routed, { found: 'endpoint' }>, world: World): [string, Answer] {
  if (routed.found === 'other-method') {
    return [`wrong method ${method}: this path takes ${routed.methods.join(', ')}`, refuse('wrong-method', 405)]
  }
  const notFound = refuse('no-such-path', 404)
  if (routed.found === 'other-style') {
    return [`wrong path style: this server speaks "${world.settings.pathStyle}"`, notFound]
  }
  return ['no call has this path', notFound]
}

function contentTypeProblem(header: string | undefined): string | null {
  if (header === undefined) return 'no Content-Type'
  const [type = '', ...parameters] = header
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const fits = type === 'application/json' && parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter))
  return fits ? null : `Content-Type is ${header}, not application/json`
}

function readBearer(header: string | undefined, world: World) {
  const dead = world.settings.deadToken === 'http-401' ? 401 : 200
  if (header === undefined) return { bearer: null, problem: 'no bearer', refusal: refuse('token-missing', dead) }
  const bearer = /^bearer +(\S+)$/i.exec(header)?.[1]
  if (bearer === undefined) {
    return { bearer: null, problem: 'Authorization is not "bearer TOKEN"', refusal: refuse('token-missing', dead) }
  }
  const state = world.tokens.check('access', bearer)
  if (state === 'live') return { bearer, problem: '', refusal: null }
  const refusal = refuse(state === 'expired' ? 'token-expired' : 'token-unknown', dead)
  return { bearer, problem: state === 'expired' ? 'the token has expired' : 'the token is not known', refusal }
}

function parseJson(body: Buffer): { value: unknown } | string {
  try {
    const words = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return { value: JSON.parse(words) }
  } catch {
    return 'the body is not JSON in UTF-8'
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function splitOnce(text: string, at: string): string[] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
