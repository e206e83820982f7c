import type { DeskContext, HouseContext } from '@/lib/access/context'
import { house, openDeskContext, openHouseContext } from '@/lib/access/house'
import { isDeskError } from '@/lib/errors/desk-error'
import { errorFields } from '@/lib/log/log'
import type { CallRefusal } from '@/lib/shared-keys/contract'
import { readOfferedKeys } from '@/lib/shared-keys/input'
import { authenticatedPerMinute, countCall, countStranger } from '@/lib/shared-keys/limit-calls'
import { receiveSharedKeys } from '@/lib/shared-keys/receive-shared-keys'
import { recogniseSender } from '@/lib/shared-keys/recognise-sender'
import { type CallbackPlace, readCallbackPath } from '@/lib/shared-keys/rules'
import { tellRefusedCall } from '@/lib/shared-keys/tell-refused-call'
import { addressOf } from './client-address'

const bodyLimit = 16 * 1024

/** Every answer has the API's two fields (2.5.2); 0 is said in one place only. */
function say(status: number, ack: number, msg: string, headers: Record<string, string> = {}): Response {
  return Response.json({ ack, msg }, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

/** What a refusal says: alike for whoever is not let in, whatever the reason (I15). */
const refusals: Record<CallRefusal, () => Response> = {
  unauthenticated: () => say(401, 401, 'not authorised', { 'www-authenticate': 'Bearer' }),
  'switched-off': () => say(401, 401, 'not authorised', { 'www-authenticate': 'Bearer' }),
  malformed: () => say(400, 400, 'not understood'),
  'too-large': () => say(413, 413, 'too large'),
  'too-often': () => say(429, 429, 'too many calls', { 'retry-after': '60' }),
}

/**
 * The guest key sharing callback (2.5.2, R16, R17, I14, I15): `segments` are the path below `/api/lock-server`.
 * Approves (`ack` 0) only what is stored; whatever goes wrong on the way is 503 and not approved.
 */
export async function answerCallback(request: Request, segments: readonly string[]): Promise<Response> {
  if (request.method !== 'PUT') return say(405, 405, 'PUT only', { allow: 'PUT' })
  const ctx = openHouseContext(house(), { kind: 'visitor', address: addressOf(request) })
  try {
    return await answerPut(ctx, request, segments.map(decoded))
  } catch (error) {
    ctx.log.error(errorFields(error), 'a shared key could not be stored')
    return say(503, 503, 'try again later', { 'retry-after': '30' })
  }
}

const nowhere: CallbackPlace = { slug: null, part: null, lockName: null }

async function answerPut(ctx: HouseContext, request: Request, segments: readonly string[]): Promise<Response> {
  const place = readCallbackPath(segments)
  const address = addressOf(request)
  const sender = await recogniseSender(ctx, place ?? nowhere, bearerOf(request))
  if (sender.property === null) {
    const often = !(await countStranger(ctx, address))
    const refusal = often ? 'too-often' : sender.refusal
    tellRefusedCall(ctx, { refusal, propertyId: sender.propertyId, address })
    return refusals[refusal]()
  }
  const desk = openDeskContext(house(), { kind: 'lock-server' }, sender.property)
  if (place === null) {
    refuse(desk, address, 'malformed')
    return say(404, 404, 'no such address')
  }
  const body = await readBody(request)
  if (body === null) return refuse(desk, address, 'too-large')
  const offered = readOfferedKeys(body, place.lockName)
  if (offered === null) return refuse(desk, address, 'malformed')
  try {
    const { decision } = await receiveSharedKeys(desk, offered)
    return decision === 'accepted' ? say(200, 0, 'succeed') : say(200, 1, 'refused')
  } catch (error) {
    if (isDeskError(error) && error.code === 'too-many-tries') return refuse(desk, address, 'too-often')
    if (isDeskError(error) && error.code === 'not-found') return refuse(desk, address, 'switched-off')
    throw error
  }
}

/** A known sender's call that cannot be used; so many of them a minute are told one by one, then they are too often. */
function refuse(desk: DeskContext, address: string, why: CallRefusal): Response {
  const often = !countCall(desk.clock, `property:${desk.property.id}`, authenticatedPerMinute)
  const refusal = often ? 'too-often' : why
  tellRefusedCall(desk, { refusal, propertyId: desk.property.id, address })
  return refusals[refusal]()
}

/** Null: none was sent. A bearer that cannot be one of ours is still one that was sent. */
function bearerOf(request: Request): string | null {
  const sent = request.headers.get('authorization')
  return sent === null ? null : (/^bearer(?: +(.*))?$/i.exec(sent.trim())?.slice(1).join('') ?? null)
}

/** Null once it is over the limit; no more than that is ever held. */
async function readBody(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) return null
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {}
    if (done || value === undefined) return Buffer.concat(chunks)
    size += value.byteLength
    if (size > bodyLimit) {
      await reader?.cancel()
      return null
    }
    chunks.push(value)
  }
}

function decoded(segment: string): string {
  try {
    const text = decodeURIComponent(segment)
    // No name of ours has one, and no database could look for it.
    return text.includes('\0') ? segment : text
  } catch {
    return segment
  }
}
