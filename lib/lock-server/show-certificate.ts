import { X509Certificate } from 'node:crypto'
import net from 'node:net'
import tls from 'node:tls'
import { type Instant, secondMs } from '../time/clock'
import { VendorError } from './errors'
import { originOf } from './rules'
import { certificateSha256 } from './trust'

/** What a person compares before trust is given (R18). */
export interface ShownCertificate {
  pem: string
  sha256: string
  subject: string
  issuer: string
  validFrom: Instant
  validUntil: Instant
  selfSigned: boolean
}

/**
 * Fetches the certificate that the server shows, unchecked: connects, writes nothing above TLS, closes. Nothing but a
 * person's look may follow from it. Throws VendorError `unreachable` (also without TLS there) or `not-askable`.
 */
export function showCertificate(baseUrl: string, limitMs = 3 * secondMs): Promise<ShownCertificate> {
  const origin = originOf(baseUrl)
  const url = origin === null ? null : new URL(origin)
  if (url?.protocol !== 'https:') {
    return Promise.reject(new VendorError('no https address', { kind: 'not-askable', sent: 'no' }))
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port: Number(url.port || 443),
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    })
    const fail = (systemCode: string | undefined) => {
      clearTimeout(timer)
      socket.destroy()
      reject(new VendorError('no certificate was shown', { kind: 'unreachable', sent: 'no', systemCode }))
    }
    const timer = setTimeout(() => fail('ETIMEDOUT'), limitMs)
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code))
    socket.once('close', () => fail('ECONNRESET'))
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate()
      socket.removeAllListeners('close')
      if (!raw) return fail(undefined)
      clearTimeout(timer)
      socket.destroy()
      resolve(describe(raw))
    })
  })
}

function describe(der: Buffer): ShownCertificate {
  const certificate = new X509Certificate(der)
  return {
    pem: certificate.toString(),
    sha256: certificateSha256(der),
    subject: certificate.subject ?? '',
    issuer: certificate.issuer ?? '',
    validFrom: Date.parse(certificate.validFrom),
    validUntil: Date.parse(certificate.validTo),
    // Not `checkIssued`: it denies a host certificate that may sign nothing else.
    selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  }
}
