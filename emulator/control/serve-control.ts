import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../wire/read-body'
import { ControlError, type ControlRoute } from './control-route'

export const CONTROL_PATH = '/_control'

/** Serves the control plane: JSON in, JSON out; 404, 409 and 422 say in words what was wrong. */
export async function serveControl(
  routes: ControlRoute[],
  request: IncomingMessage,
  response: ServerResponse,
  overMainAddress: boolean,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://control')
    const path = url.pathname.slice(CONTROL_PATH.length)
    const found = find(routes, request.method ?? '', path)
    const input = request.method === 'GET' ? Object.fromEntries(url.searchParams) : await jsonBody(request)
    send(response, 200, await found.route.run({ params: found.params, input, overMainAddress }))
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
    send(response, error.status, { error: error.message })
  }
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const { body } = await readBody(request, 1024 * 1024)
  if (body.length === 0) return {}
  // A form of another site cannot send this type, so it cannot steer the emulator from a visitor's browser.
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new ControlError(422, 'Content-Type must be application/json')
  }
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new ControlError(422, 'the body is not JSON')
  }
}

function find(routes: ControlRoute[], method: string, path: string) {
  const segments = path.split('/')
  for (const route of routes) {
    const wanted = route.path.split('/')
    if (route.method !== method || wanted.length !== segments.length) continue
    if (!wanted.every((want, i) => want === segments[i] || (want.startsWith(':') && segments[i] !== ''))) continue
    const params = wanted.flatMap((want, i) => (want.startsWith(':') ? [[want.slice(1), segments[i] ?? '']] : []))
    return { route, params: Object.fromEntries(params) as Record<string, string> }
  }
  throw new ControlError(404, `no control verb ${method} ${CONTROL_PATH}${path}`)
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value ?? {})
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}
