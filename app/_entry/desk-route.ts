import 'server-only'
import type { DeskContext } from '@/lib/access/context'
import { house } from '@/lib/access/house'
import type { OpenedRequest } from '@/lib/auth/open-request'
import { errorCodes } from '@/lib/errors/codes'
import { DeskError } from '@/lib/errors/desk-error'
import { requireSignedIn } from './desk-action'
import { refuseForeignOrigin } from './refuse-foreign-origin'
import { authSettings, openNow, requestFacts } from './request-facts'
import { tellRefusal } from './tell-refusal'

/** Below it packing an answer takes longer than sending it. */
const packedFrom = 4096

export function json(body: unknown, status = 200): Response {
  const text = JSON.stringify(body)
  const cacheControl = text.length < packedFrom ? 'no-store, no-transform' : 'no-store'
  return new Response(text, { status, headers: { 'content-type': 'application/json', 'cache-control': cacheControl } })
}

export interface RouteCall<P> {
  request: Request
  params: P
  /** The context of this moment: session and roles are read again (I31). Before a held answer; throws like the first time. */
  again: () => Promise<DeskContext>
}

interface RouteParams<P> {
  params: Promise<P>
}

/**
 * A route at `/api/[property]/…`. `run` returns what becomes the JSON body, or a Response. Reads count as polls and do not
 * keep the session alive; anything else needs our own Origin and does.
 */
export function deskRoute<P extends { property: string }>(
  run: (ctx: DeskContext, call: RouteCall<P>) => Promise<unknown>,
) {
  return async (request: Request, { params }: RouteParams<P>): Promise<Response> => {
    let opened: OpenedRequest | undefined
    try {
      const reads = request.method === 'GET' || request.method === 'HEAD'
      // Read once: a body that is still being written when the request is over asks again too.
      const facts = await requestFacts()
      if (!reads) refuseForeignOrigin(facts, authSettings().publicUrl)
      const given = await params
      const open = async () => {
        opened = await openNow(given.property, !reads, facts)
        requireSignedIn(opened)
        if (!opened.desk) throw new DeskError('not-found')
        return opened.desk
      }
      const answer = await run(await open(), { request, params: given, again: open })
      return answer instanceof Response ? answer : json(answer)
    } catch (error) {
      return refusalResponse(error, opened)
    }
  }
}

/** The same outside any property, for whoever comes. */
export function houseRoute<P = Record<string, never>>(
  run: (opened: OpenedRequest, call: { request: Request; params: P }) => Promise<unknown>,
) {
  return async (request: Request, { params }: RouteParams<P>): Promise<Response> => {
    let opened: OpenedRequest | undefined
    try {
      const reads = request.method === 'GET' || request.method === 'HEAD'
      if (!reads) refuseForeignOrigin(await requestFacts(), authSettings().publicUrl)
      opened = await openNow(null, !reads)
      const answer = await run(opened, { request, params: await params })
      return answer instanceof Response ? answer : json(answer)
    } catch (error) {
      return refusalResponse(error, opened)
    }
  }
}

function refusalResponse(error: unknown, opened: OpenedRequest | undefined): Response {
  const refusal = tellRefusal(error, { ctx: opened?.house, log: house().log, what: 'route' })
  return json({ error: refusal }, errorCodes[refusal.code].status)
}
