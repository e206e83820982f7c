import http from 'node:http'
import https from 'node:https'

/** What the callee said; `error` in words when there was no HTTP answer. */
export type CallbackAnswer = {
  status: number | null
  body: string
  ack: unknown
  error: string | null
  afterMs: number
}

const LIMIT_MS = 15_000

/** The one request that the Lock Server makes: PUT, JSON, with the bearer (2.5.2). Redirects are not followed. */
export function put(url: string, bearer: string | null, body: unknown, trust?: string): Promise<CallbackAnswer> {
  const startedAt = performance.now()
  const { request } = url.startsWith('https:') ? https : http
  const headers = {
    'Content-Type': 'application/json',
    ...(bearer === null ? {} : { Authorization: `bearer ${bearer}` }),
  }
  return new Promise((resolve) => {
    const done = (status: number | null, text: string, error: string | null) =>
      resolve({ status, body: text, ack: ackIn(text), error, afterMs: performance.now() - startedAt })
    const sent = request(url, { method: 'PUT', headers, ca: trust, agent: false, timeout: LIMIT_MS }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', (error) => done(null, '', error.message))
      response.on('end', () => done(response.statusCode ?? null, Buffer.concat(chunks).toString(), null))
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer in 15 s')))
    sent.on('error', (error) => done(null, '', error.message))
    sent.end(JSON.stringify(body))
  })
}

function ackIn(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && 'ack' in parsed ? parsed.ack : undefined
  } catch {
    return undefined
  }
}
