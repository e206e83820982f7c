import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { EmulatorControl } from '../control/control'
import { ControlError } from '../control/control-route'
import type { World } from '../state/world'
import { readBody } from '../wire/read-body'
import { liveHallway } from './live'
import { hallwayPage } from './page'

export const HALLWAY_PATH = '/hallway'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const DAY_MS = 86_400_000

const assets: Record<string, [type: string, file: URL]> = {
  '/hallway.css': ['text/css', new URL('./hallway.css', import.meta.url)],
  '/hallway.js': ['text/javascript', new URL('./hallway.js', import.meta.url)],
}

const typed = z.strictObject({ door: z.string(), code: z.string().max(20) })
const contact = z.strictObject({ gateway: z.string(), contact: z.boolean() })
const clock = z.union([z.strictObject({ advanceMs: z.number().positive() }), z.strictObject({ real: z.literal(true) })])
const share = z.strictObject({
  door: z.string(),
  nights: z.number().int().min(1).max(60),
  body: z.enum(['printed', 'several']),
  bearer: z.enum(['newest', 'none']),
})

/** Serves the hallway: its page, its two files, what moves, and what is done at a door or by the presenter. */
export async function serveHallway(
  world: World,
  control: EmulatorControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://hallway')
  const path = url.pathname.slice(HALLWAY_PATH.length)
  const lock = world.locks.find(url.searchParams.get('door') ?? '') ?? null
  const asset = assets[path]
  if (request.method === 'POST') return act(control, path, request, response)
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'Only GET and POST.')
  if (asset) return send(response, 200, asset[0], readFileSync(asset[1], 'utf8'))
  if (path === '/live') return sendJson(response, 200, liveHallway(world, lock))
  if (path !== '' && path !== '/') return send(response, 404, 'text/plain', 'Not found.')
  send(response, 200, 'text/html', hallwayPage(world, lock, url.searchParams.get('search') ?? ''))
}

async function act(
  control: EmulatorControl,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { body } = await readBody(request, 16 * 1024)
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return sendJson(response, 415, { error: 'Content-Type must be application/json' })
  }
  try {
    sendJson(response, 200, await outcome(control, path, JSON.parse(body.toString())))
  } catch (error) {
    if (error instanceof ControlError) return sendJson(response, error.status, { error: error.message })
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      return sendJson(response, 422, { error: 'not what this takes' })
    }
    throw error
  }
}

async function outcome(control: EmulatorControl, path: string, asked: unknown): Promise<unknown> {
  switch (path) {
    case '/type-code': {
      const { door, code } = typed.parse(asked)
      return control.locks.typeCode(door, code)
    }
    case '/contact': {
      const { gateway, contact: wanted } = contact.parse(asked)
      control.gateways.setContact(gateway, wanted)
      return { words: `${gateway}: ${wanted ? 'contact is back.' : 'contact is taken.'}` }
    }
    case '/clock': {
      const wanted = clock.parse(asked)
      if ('real' in wanted) control.clock.set(Date.now())
      else control.clock.advance(wanted.advanceMs)
      return { words: 'The clock is set.' }
    }
    case '/share': {
      const { door, nights, body, bearer } = share.parse(asked)
      const startAt = control.clock.now()
      const endAt = startAt + nights * DAY_MS
      const answer = await control.callback.send({ lockNames: [door], body, bearer, startAt, endAt })
      if (answer.error !== null) return { words: `No answer from ${answer.url}: ${answer.error}` }
      const said = `HTTP ${answer.status}, ack ${String(answer.ack)}`
      return {
        words: answer.approved ? 'Approved: the key is on the door.' : `Refused (${said}): the key is not given.`,
      }
    }
    default:
      throw new ControlError(404, 'not found')
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json', JSON.stringify(value))
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  })
  response.end(body)
}
