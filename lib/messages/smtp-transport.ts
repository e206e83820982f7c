import { rootCertificates } from 'node:tls'
import { createTransport } from 'nodemailer'
import type { Mailer } from '../access/mailer'
import type { MailServer } from '../env/mail-server'
import type { MailFault } from './contract'
import { MailError } from './mail-fault'

interface Limits {
  connectMs: number
  silentMs: number
  wholeMs: number
}

const usualLimits: Limits = { connectMs: 10_000, silentMs: 20_000, wholeMs: 60_000 }

/** Mail over SMTP: one connection and one attempt per mail, the server's certificate always checked, all of it within a minute. */
export function createMailer(server: MailServer, limits: Limits = usualLimits): Mailer {
  const { host, port, tls, user, authorities, from } = server
  const transport = createTransport({
    host,
    port,
    secure: tls === 'from-start',
    requireTLS: tls === 'upgraded',
    ignoreTLS: tls === 'none',
    ...(user && { auth: { user: user.name, pass: user.password } }),
    tls: { minVersion: 'TLSv1.2', ...(authorities && { ca: [...rootCertificates, authorities] }) },
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    from,
    server: `${host}:${port}`,
    async send({ messageId, to, subject, text }, signal) {
      const wholeTime = AbortSignal.timeout(limits.wholeMs)
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId,
          // Nobody is to answer with "I am away".
          headers: { 'Auto-Submitted': 'auto-generated' },
          // Lines of it can be copied out of the raw mail too.
          textEncoding: 'quoted-printable',
          xMailer: false,
          signal: AbortSignal.any([signal, wholeTime]),
        })
      } catch (error) {
        throw new MailError(wholeTime.aborted ? 'timed-out' : faultOf(error))
      }
    },
  }
}

const faults: Record<string, MailFault> = {
  ECONNECTION: 'not-reached',
  ESOCKET: 'not-reached',
  EDNS: 'not-reached',
  ETIMEDOUT: 'timed-out',
  EABORT: 'timed-out',
  EAUTH: 'sign-in',
  ENOAUTH: 'sign-in',
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
  EPROTOCOL: 'refused',
  ETLS: 'certificate',
}

function faultOf(error: unknown): MailFault {
  const { code, originalCode, message, responseCode } = Object(error) as Record<string, unknown>
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO_VERIFY/.test(`${originalCode} ${code}`)) return 'certificate'
  if (/certificate|self-signed/i.test(String(message))) return 'certificate'
  if (code === 'ECONNECTION' && typeof responseCode === 'number') return 'refused'
  return faults[String(code)] ?? 'unexpected'
}
