import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { World } from '../state/world'
import { type Answer, onTheWire, Refusal, refuse } from './answer'
import { deliverWrongly, reset, sendJson } from './deliver'
import { readBody } from './read-body'
import { readStrictly, type StrictReading } from './strict-request'

const SECRET_FIELDS = new Set(['password', 'user_password'])

/** Serves one request to the imitated API: read strictly, record, act, answer – rightly, or wrongly as ordered. */
export async function serveCall(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now()
  const method = request.method ?? ''
  const url = request.url ?? ''
  const { body, tooLarge } = await readBody(request, 1024 * 1024)
  const reading = readStrictly({ method, url, headers: request.headers, body, bodyTooLarge: tooLarge }, world)
  const call = reading.endpoint?.call ?? null
  const entry = world.requests.add({
    at: world.clock.now(),
    realAt: Date.now(),
    method,
    path: url,
    call,
    bearer: reading.bearer?.slice(0, 8) ?? null,
    body: recordable(reading, body),
    problems: reading.problems,
  })
  const answered = (delivery: { how: string; status: number | null; ack: number | null }) => {
    entry.answered = { ...delivery, afterMs: performance.now() - startedAt }
  }
  if (world.network.outage !== 'off') {
    reset(response)
    return answered({ how: 'outage', status: null, ack: null })
  }
  const latencyMs = world.network.latencyOf(call ?? '*')
  if (latencyMs > 0) await wait(latencyMs / 2)
  const wrong = call === null ? null : world.wrongAnswers.take(call)
  const answer = wrong === null || wrong.acts ? act(reading) : refuse('bad-request')
  const rightful = { status: answer.status, body: onTheWire(answer, world.settings) }
  if (latencyMs > 0) await wait(latencyMs / 2)
  response.sendDate = false
  response.setHeader('Date', new Date(world.clock.now()).toUTCString())
  answered(
    wrong === null ? sendJson(response, rightful) : await deliverWrongly(response, wrong, rightful, request.url ?? ''),
  )
}

/** Notes bytes that were no HTTP request, such as the body of a GET sent without its length. */
export function recordGarbage(world: World, problem: string): void {
  const entry = world.requests.add({
    at: world.clock.now(),
    realAt: Date.now(),
    method: '',
    path: '',
    call: null,
    bearer: null,
    body: null,
    problems: [problem],
  })
  entry.answered = { how: 'answered', status: 400, ack: null, afterMs: 0 }
}

function act(reading: StrictReading): Answer {
  if (reading.act === null) return reading.refusal ?? refuse('bad-request', 400)
  try {
    return reading.act()
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.key)
    throw error
  }
}

function recordable(reading: StrictReading, body: Buffer): unknown {
  if (body.length === 0) return null
  const value = reading.body
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `(${body.length} bytes)`
  const entries = Object.entries(value).map(([name, field]) => [name, SECRET_FIELDS.has(name) ? '***' : field])
  return Object.fromEntries(entries)
}
