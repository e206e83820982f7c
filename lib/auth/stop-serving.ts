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

/** A question for news is held for longer than a stop may take; its browser asks again, elsewhere or after the start. */
const answerWithinMs = 3_000

/** No request is begun any more; resolves when those under way were answered, or cut off after 3 s. */
export async function stopServing(): Promise<void> {
  const ending = [...(processWide[key] ?? [])].map((server) => {
    const cut = setTimeout(() => server.closeAllConnections(), answerWithinMs)
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    return closed.finally(() => clearTimeout(cut))
  })
  await Promise.all(ending)
}
