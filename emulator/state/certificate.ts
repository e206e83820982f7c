import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { generate } from 'selfsigned'

export type Certificate = {
  /** PEM. */
  certificate: string
  /** PEM. */
  privateKey: string
  /** SHA-256 of the certificate, lower-case hex without colons. */
  sha256: string
}

export type CertificateWish = { commonName?: string; expired?: boolean }

const DAY_MS = 86_400_000

/** A self-signed certificate for loopback names and `host`, as the vendor's hosts have it (R18). */
export async function makeCertificate(host: string, wish: CertificateWish = {}): Promise<Certificate> {
  const names = new Set(['localhost', '127.0.0.1', '::1', host, ...(wish.commonName ? [wish.commonName] : [])])
  const ends = wish.expired ? -DAY_MS : 3650 * DAY_MS
  const made = await generate([{ name: 'commonName', value: wish.commonName ?? 'Lock Server emulator' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 2 * DAY_MS),
    notAfterDate: new Date(Date.now() + ends),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...names].map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  })
  const sha256 = new X509Certificate(made.cert).fingerprint256.replaceAll(':', '').toLowerCase()
  return { certificate: made.cert, privateKey: made.private, sha256 }
}
