import diagnostics from 'node:diagnostics_channel'
import type { Server } from 'node:http'

const key = Symbol.for('keydesk.servers')
const processWide = globalThis as { [key]?: Set<Server> }

/** Next keeps its server to itself; whoever asks something of it shows it. Call once, before serving. */
export function watchServers(): void {
  if (processWide[key]) return
  const servers = new Set<Server>()
  processWide[key] = servers
  diagnostics.subscribe('http.server.request.start', (message) => servers.add((message as { server: Server }).server))
}

/** No request is begun any more; resolves when those under way were answered. */
export async function stopServing(): Promise<void> {
  const ending = [...(processWide[key] ?? [])].map((server) => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    return closed
  })
  await Promise.all(ending)
}
