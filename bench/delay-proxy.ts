import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface DelayProxy {
  port: number
  close(): Promise<void>
}

/** A TCP relay to a port of this machine that holds every byte `oneWayMs` in each direction. */
export async function startDelayProxy(to: number, oneWayMs: number): Promise<DelayProxy> {
  const open = new Set<Socket>()
  const later = (work: () => void) => setTimeout(work, oneWayMs)
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (chunk) => later(() => into.writable && into.write(chunk)))
      from.on('end', () => later(() => into.end()))
      from.on('error', () => into.destroy())
      from.on('close', () => {
        open.delete(from)
        later(() => into.destroy())
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
