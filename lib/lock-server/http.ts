import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
// Of the whole package this client alone is needed: the rest would take 3 MiB of every server's memory.
import Client from 'undici/lib/dispatcher/client.js'
import type { Clock, Instant } from '../time/clock'
import type { Connector } from './connect'
import type { AnswerTimes, Trust } from './contract'
import { VendorError } from './errors'
import type { Limits } from './limits'
import { certificateProblem } from './trust'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT'
  /** With its query. */
  path: string
  headers: Record<string, string>
  body: string | null
}

export type HttpAnswer = AnswerTimes & { status: number; body: Buffer }

export interface HttpClient {
  /** The whole answer, whatever its status. Throws VendorError; after one the client must be destroyed. */
  exchange(request: HttpRequest): Promise<HttpAnswer>
  destroy(): Promise<void>
}

/** One socket at most, one request at a time; no redirect, no retry, no proxy, no unpacking (R19, R20, I1, I20). */
export function openHttpClient(
  target: { origin: string; trust: Trust },
  limits: Limits,
  clock: Clock,
  connect: Connector,
): HttpClient {
  const client = new Client(target.origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect })
  return {
    exchange: (request) => exchange(client, request, { limits, clock, trust: target.trust }),
    destroy: () => client.destroy(),
  }
}

function exchange(
  client: Client,
  request: HttpRequest,
  { limits, clock, trust }: { limits: Limits; clock: Clock; trust: Trust },
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let began = false
    let settled = false
    let status = 0
    let serverAt: Instant | null = null
    let size = 0
    const chunks: Buffer[] = []

    const settle = (finish: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      finish()
    }
    const fail = (error: VendorError) => settle(() => reject(error))
    const tooLarge = () => fail(new VendorError('the answer is over the limit', { kind: 'too-large', sent: 'maybe' }))
    let timer = setTimeout(
      () =>
        fail(new VendorError('no connection in time', { kind: 'unreachable', sent: 'no', systemCode: 'ETIMEDOUT' })),
      limits.connectMs,
    )

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        // Undici may begin a request again on another socket; that is seen here, before it is written (I1).
        if (began || settled) return controller.abort(new Error('never sent twice, never sent late'))
        began = true
        clearTimeout(timer)
        timer = setTimeout(
          () => fail(new VendorError('no whole answer in time', { kind: 'timeout', sent: 'maybe' })),
          limits.answerMs,
        )
      },
      onResponseStart(_controller, statusCode, headers) {
        if (statusCode < 200) return
        status = statusCode
        serverAt = serverTime(headers)
        const encoding = headers['content-encoding'] ?? 'identity'
        if (encoding !== 'identity') fail(new VendorError('the answer is packed', { kind: 'encoded', sent: 'maybe' }))
        else if (Number(headers['content-length'] ?? 0) > limits.answerBytes) tooLarge()
      },
      onResponseData(_controller, chunk) {
        size += chunk.length
        if (size > limits.answerBytes) tooLarge()
        else if (!settled) chunks.push(chunk)
      },
      onResponseEnd() {
        const answeredMonotonicMs = clock.monotonicMs()
        settle(() => resolve({ status, body: Buffer.concat(chunks), serverAt, answeredMonotonicMs }))
      },
      onResponseError(_controller, error) {
        fail(began ? cutShort(error) : notSent(error, trust))
      },
    }
    const { method, path, body } = request
    const headers = { ...request.headers, 'accept-encoding': 'identity' }
    client.dispatch({ method, path, headers, body, idempotent: false }, handler)
  })
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** The `Date` header as an instant; null when absent or not in the one form that servers must send. */
function serverTime(headers: IncomingHttpHeaders): Instant | null {
  const text = headers.date
  if (typeof text !== 'string' || !httpDate.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}

/** Before the first byte. */
function notSent(error: unknown, trust: Trust): VendorError {
  const systemCode = codeOf(error)
  const certificate = certificateProblem(systemCode, trust)
  if (certificate === null) return new VendorError('no connection', { kind: 'unreachable', sent: 'no', systemCode })
  const words = certificate === 'expired' ? 'the certificate has expired' : `the certificate is refused: ${certificate}`
  return new VendorError(words, { kind: 'certificate', sent: 'no', certificate, systemCode })
}

/** After the first byte. */
function cutShort(error: unknown): VendorError {
  const systemCode = codeOf(error)
  return systemCode?.startsWith('HPE_') || systemCode === 'UND_ERR_HEADERS_OVERFLOW'
    ? new VendorError('the answer is not HTTP', { kind: 'malformed', sent: 'maybe', systemCode })
    : new VendorError('the connection broke before the whole answer came', { kind: 'reset', sent: 'maybe', systemCode })
}
