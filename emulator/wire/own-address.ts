import type { IncomingMessage } from 'node:http'

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])
const LOOPBACK_PEERS = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host) || host === '::1'
}

/**
 * Whether the control plane and the hallway may answer: unless the emulator was put on another host on purpose, only
 * a peer on this machine that asked for a loopback name (so that no website can rebind its name to us).
 */
export function mayControl(request: IncomingMessage, host: string): boolean {
  if (!isLoopback(host)) return true
  const name = (request.headers.host ?? '').replace(/:\d+$/, '')
  return LOOPBACK_NAMES.has(name) && LOOPBACK_PEERS.has(request.socket.remoteAddress ?? '') && fromHere(request)
}

function fromHere({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && LOOPBACK_NAMES.has(new URL(headers.origin).hostname)
}
