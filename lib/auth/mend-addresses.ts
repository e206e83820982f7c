import diagnostics from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const key = Symbol.for('keydesk.mends-addresses')
const processWide = globalThis as { [key]?: true }

/** Next answers an address that cannot be decoded with a bare 500, before our proxy sees it. Call once, before serving. */
export function mendAddresses(): void {
  if (processWide[key]) return
  processWide[key] = true
  diagnostics.subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage }
    if (request.url) request.url = mendedAddress(request.url)
  })
}

/**
 * What cannot be decoded is read as it is written: `/%FF` is the address of a page named "%FF", which there is not. Where
 * programs call it is no address at all: a callback names no lock by it (I15).
 */
export function mendedAddress(url: string): string {
  const [path = '', ...query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch {
    if (/^(https?:\/\/[^/]*)?\/(api|ilocks)\//i.test(path)) return '/api/undecodable'
    return [path.replaceAll('%', '%25'), ...query].join('?')
  }
}
