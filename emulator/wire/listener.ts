import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from '../state/certificate'

export type Listener = {
  port: number
  /** Stops listening and cuts every connection. */
  refuse(): Promise<void>
  /** Listens (again) on the same port. */
  accept(): Promise<void>
  cutAll(): void
  serveWith(certificate: Certificate): void
}

/** Listens on a port (0: any free one), with TLS when there is a certificate. */
export async function listen(
  host: string,
  wantedPort: number,
  certificate: Certificate | null,
  serve: RequestListener,
  tellGarbage: (problem: string) => void,
): Promise<Listener> {
  const secure = certificate ? https.createServer(secrets(certificate), serve) : null
  const server = secure ?? http.createServer(serve)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith('HPE_')) tellGarbage(`not HTTP: ${error.message}`)
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  const listenOn = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listenOn(wantedPort)
  const { port } = server.address() as AddressInfo
  return {
    port,
    async refuse() {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
    async accept() {
      if (!server.listening) await listenOn(port)
    },
    cutAll: () => server.closeAllConnections(),
    serveWith(next) {
      secure?.setSecureContext(secrets(next))
      server.closeAllConnections()
    },
  }
}

const secrets = ({ certificate, privateKey }: Certificate) => ({ cert: certificate, key: privateKey })
