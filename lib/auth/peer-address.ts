import diagnostics from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { randomText } from '../ids/ids'
import type { RequestFacts } from './auth-settings'

const key = Symbol.for('keydesk.peer-header')
const processWide = globalThis as { [key]?: string }

/**
 * Next tells nobody the address of the connection, only X-Forwarded-For, which a stranger can write. So each request of
 * this process gets the peer's address under a header whose name no stranger can know. Call once, before serving.
 */
export function notePeerAddresses(): void {
  if (processWide[key]) return
  const name = `x-keydesk-peer-${randomText()}`
  processWide[key] = name
  diagnostics.subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    request.headers[name] = request.socket.remoteAddress ?? ''
  })
}

export function findPeer(request: RequestFacts): string | undefined {
  const name = processWide[key]
  return (name && request.header(name)) || undefined
}
