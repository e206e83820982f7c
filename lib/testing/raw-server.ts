import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls from 'node:tls'
import { generate } from 'selfsigned'

/** A server that answers with bytes of the test's choosing: faults below HTTP that a well-behaved program cannot make. */
export interface RawServer {
  origin: string
  /** Every whole request that arrived, in order: its head and body as text. */
  requests: string[]
  sockets: { opened: number; open: number; most: number }
  /** New sockets are shown this certificate. */
  renew(keyPair: KeyPair): void
  close(): Promise<void>
}

export type RawAnswer = (socket: Socket, request: string, count: number) => void

export interface KeyPair {
  cert: string
  key: string
}

export async function startRawServer(answer: RawAnswer, keyPair?: KeyPair): Promise<RawServer> {
  const requests: string[] = []
  const sockets = { opened: 0, open: 0, most: 0 }
  const live = new Set<Socket>()
  const everything = new Set<Socket>()
  const serve = (socket: Socket) => {
    live.add(socket)
    everything.add(socket)
    sockets.opened += 1
    sockets.open += 1
    // An older socket's end may be told after a newer one's start: count when this round's news are all in.
    setImmediate(() => {
      sockets.most = Math.max(sockets.most, sockets.open)
    })
    let text = ''
    const gone = () => {
      if (live.delete(socket)) sockets.open -= 1
    }
    socket.on('error', gone)
    socket.on('end', gone)
    socket.on('close', gone)
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8')
      for (let end = endOfRequest(text); end > 0; end = endOfRequest(text)) {
        const request = text.slice(0, end)
        text = text.slice(end)
        requests.push(request)
        answer(socket, request, requests.length)
      }
    })
  }
  const server = keyPair ? tls.createServer(keyPair, serve) : net.createServer(serve)
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `${keyPair ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    sockets,
    renew: (fresh) => (server as tls.Server).setSecureContext(fresh),
    async close() {
      for (const socket of everything) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Length of the first whole request in the text; 0 while it is not whole. */
function endOfRequest(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
  return text.length >= head + 4 + length ? head + 4 + length : 0
}

/** An HTTP answer as bytes; kept alive unless `headers` say otherwise. */
export function httpAnswer(body: string, { status = '200 OK', headers = '' } = {}): string {
  return `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
}

const loopback = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
] as const

/** A certificate for loopback, self-signed unless a signer is given; the subject is always the same. `hostOnly`: it may sign nothing else. */
export async function makeCertificate(
  options: { signer?: KeyPair; from?: Date; until?: Date; name?: string; hostOnly?: boolean } = {},
): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: options.name ?? 'lock-server' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(options.from ? { notBeforeDate: options.from } : {}),
    ...(options.until ? { notAfterDate: options.until } : {}),
    ...(options.signer ? { ca: options.signer } : {}),
    extensions: [
      { name: 'basicConstraints', cA: !options.signer && !options.hostOnly, critical: true },
      ...(options.hostOnly ? [{ name: 'keyUsage' as const, digitalSignature: true }] : []),
      { name: 'subjectAltName', altNames: options.name ? [{ type: 2, value: options.name }] : [...loopback] },
    ],
  })
  return { cert: made.cert, key: made.private }
}
