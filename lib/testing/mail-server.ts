import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { makeCertificate } from '../../emulator/state/certificate'
import type { MailServer } from '../env/mail-server'

export interface ReceivedMail {
  from: string
  to: string[]
  /** As it came over the line. */
  raw: string
  /** Headers and text without the encoding of the line. */
  text: string
  secure: boolean
  user: string | null
}

export interface TestMailServer {
  /** How Keydesk would be set to it; its certificate is trusted only where `trusted` is taken. */
  settings: MailServer
  trusted: MailServer
  mails: ReceivedMail[]
  close(): Promise<void>
}

const user = { name: 'keydesk', password: 'a password of tests' }

/** A mail server on this machine over TCP: TLS from the start, STARTTLS, or neither; refuses addresses that begin with `no-`. */
export async function startMailServer(tls: 'from-start' | 'upgraded' | 'none' = 'none'): Promise<TestMailServer> {
  const { certificate, privateKey } = await makeCertificate('localhost')
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    secure: tls === 'from-start',
    key: privateKey,
    cert: certificate,
    disabledCommands: tls === 'none' ? ['STARTTLS', 'AUTH'] : [],
    authOptional: tls === 'none',
    onAuth: ({ username, password }, _session, done) =>
      username === user.name && password === user.password
        ? done(null, { user: username })
        : done(new Error('who are you?')),
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('no-')) return done(Object.assign(new Error('nobody here'), { responseCode: 550 }))
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          text: decoded(raw),
          secure: session.secure,
          user: session.user ? String(session.user) : null,
        })
        done()
      })
    },
  })
  // What a client does that does not trust it is no fault of the test.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const settings: MailServer = {
    host: 'localhost',
    port,
    tls,
    from: 'Keydesk <keydesk@hotel.example>',
    ...(tls !== 'none' && { user }),
  }
  return {
    settings,
    trusted: { ...settings, authorities: certificate },
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Takes connections and never says a word. */
export async function startSilentServer(): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Quoted-printable, as text. */
function decoded(raw: string): string {
  const joined = raw.replace(/=\r?\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
}
