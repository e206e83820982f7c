import http, { type IncomingHttpHeaders } from 'node:http'
import type { Emulator } from '../emulator'

export type Said = { status: number; headers: IncomingHttpHeaders; text: string; json: Record<string, unknown> }
type Sent = { method: string; path: string; headers?: Record<string, string>; body?: string; agent?: http.Agent }

/** Sends exactly what is given to `url`; rejects when the connection breaks. */
export function send(url: string, { method, path, headers = {}, body, agent }: Sent): Promise<Said> {
  return new Promise((resolve, reject) => {
    const length: Record<string, number> = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const sent = { method, headers: { ...length, ...headers }, agent: agent ?? false }
    const request = http.request(`${url}${path}`, sent, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export type Partner = {
  token: string
  refreshToken: string
  ask(method: string, path: string, body?: unknown): Promise<Said>
  /** `info` of an answer that must be a success. */
  info(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
}

/** A partner server that is logged in and asks properly (R3). */
export async function logIn(emulator: Emulator, more: Record<string, unknown> = {}): Promise<Partner> {
  const json = { 'Content-Type': 'application/json' }
  const login = await send(emulator.baseUrl, {
    method: 'POST',
    path: '/servers/accesstoken',
    headers: json,
    body: JSON.stringify({ username: 'testserver', password: '123456', device_mac: 'Server', ...more }),
  })
  const token = String(login.json.access_token)
  const ask: Partner['ask'] = (method, path, body) =>
    send(emulator.baseUrl, {
      method,
      path,
      headers: { ...json, Authorization: `bearer ${token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  return {
    token,
    refreshToken: String(login.json.refresh_token),
    ask,
    async info(method, path, body) {
      const { status, json: said, text } = await ask(method, path, body)
      if (status !== 200 || said.ack !== 0) throw new Error(`${method} ${path}: ${status} ${text}`)
      return said.info as Record<string, unknown>
    },
  }
}
