import type { ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { WrongAnswer } from '../state/wrong-answers'

export type Delivery = { how: string; status: number | null; ack: number | null }
export type Rightful = { status: number; body: Record<string, unknown> }

const JSON_TYPE = 'application/json;charset=UTF-8'

export function sendJson(response: ServerResponse, { status, body }: Rightful): Delivery {
  sendText(response, status, JSON.stringify(body))
  return { how: 'answered', status, ack: Number(body.ack) }
}

/** Cuts the connection, with a TCP reset where it is plain. */
export function reset(response: ServerResponse): void {
  const { socket } = response
  if (socket === null) return
  if (socket instanceof TLSSocket) socket.destroy()
  else socket.resetAndDestroy()
}

/** Answers wrongly, as ordered. `rightful` is what the server would have said. */
export async function deliverWrongly(
  response: ServerResponse,
  wrong: WrongAnswer,
  rightful: Rightful,
  url: string,
): Promise<Delivery> {
  const whole = JSON.stringify(rightful.body)
  const said = (status: number): Delivery => ({ how: wrong.kind, status, ack: null })
  switch (wrong.kind) {
    case 'hang':
      return { how: 'hang', status: null, ack: null }
    case 'reset-before':
    case 'reset-after':
      reset(response)
      return { how: wrong.kind, status: null, ack: null }
    case 'drip':
      drip(response, rightful.status, whole)
      return said(rightful.status)
    case 'truncated':
      response.writeHead(rightful.status, { 'Content-Type': JSON_TYPE, 'Content-Length': Buffer.byteLength(whole) })
      response.write(Buffer.from(whole).subarray(0, Math.floor(Buffer.byteLength(whole) / 2)), () => response.destroy())
      return said(rightful.status)
    case 'status-500-html':
      sendText(response, 500, '<html><body><h1>500 Internal Server Error</h1></body></html>', 'text/html')
      return said(500)
    case 'redirect':
      response.setHeader('Location', wrong.headers.location ?? url)
      sendText(response, 301, '')
      return said(301)
    case 'empty':
      sendText(response, 200, '')
      return said(200)
    case 'ack-nonzero':
      return { ...sendJson(response, { status: 200, body: { ack: wrong.ack, msg: wrong.msg } }), how: wrong.kind }
    case 'not-json':
      sendText(response, 200, `callback(${whole})`)
      return said(200)
    case 'missing-field':
      sendText(response, 200, JSON.stringify(without(rightful.body, wrong.field)))
      return said(200)
    case 'huge':
      sendText(response, 200, JSON.stringify({ ...rightful.body, padding: 'x'.repeat(10 * 1024 * 1024) }))
      return said(200)
    case 'gzip-bomb':
      await sendBomb(response)
      return said(200)
    case 'bom':
      sendText(response, 200, `\uFEFF${whole}`)
      return said(200)
    case 'custom':
      for (const [name, value] of Object.entries(wrong.headers)) response.setHeader(name, value)
      sendText(response, wrong.status, wrong.body)
      return said(wrong.status)
  }
}

function sendText(response: ServerResponse, status: number, body: string, type = JSON_TYPE): void {
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', type)
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

/** One byte a second, on the machine's clock. */
function drip(response: ServerResponse, status: number, body: string): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { 'Content-Type': JSON_TYPE, 'Content-Length': bytes.length })
  let sent = 0
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, ++sent))
    if (sent < bytes.length) return
    clearInterval(timer)
    response.end()
  }, 1000)
  timer.unref()
  response.on('close', () => clearInterval(timer))
}

function without(body: Record<string, unknown>, field: string | null): Record<string, unknown> {
  const { info } = body
  if (typeof info === 'object' && info !== null && !Array.isArray(info)) {
    const left = field ?? Object.keys(info).at(-1)
    return { ...body, info: Object.fromEntries(Object.entries(info).filter(([name]) => name !== left)) }
  }
  const left = field ?? ('info' in body ? 'info' : 'access_token' in body ? 'access_token' : 'msg')
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== left))
}

/** About 1 MB that unpacks to over 1 GB of valid JSON: gzip members one after the other are one stream. */
async function sendBomb(response: ServerResponse): Promise<void> {
  const pack = promisify(gzip)
  const [head, megabyte, tail] = await Promise.all([
    pack('{"ack":0,"msg":"'),
    pack(' '.repeat(1024 * 1024)),
    pack('"}'),
  ])
  response.writeHead(200, { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' })
  response.end(Buffer.concat([head, ...Array.from({ length: 1024 }, () => megabyte), tail]))
}
