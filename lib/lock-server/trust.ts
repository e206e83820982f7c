import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto'
import type { ConnectionOptions } from 'node:tls'
import type { CertificateProblem, Trust } from './contract'

/** Hex SHA-256 of a certificate's DER bytes, lower case without colons. */
export function certificateSha256(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex')
}

const pinMismatch = 'ERR_KEYDESK_PIN'

/**
 * TLS options of R18. A pinned certificate is also the only authority: comparing its digest alone, with checking off,
 * would accept an impostor who replays the certificate without its key. Only after both is the name ignored.
 */
export function tlsOptions(trust: Trust): ConnectionOptions {
  if (trust.kind === 'system-ca') return {}
  if (trust.kind === 'ca') return { ca: trust.pem }
  const pinned = Buffer.from(trust.sha256.replaceAll(':', ''), 'hex')
  return {
    ca: trust.pem,
    allowPartialTrustChain: true,
    checkServerIdentity: (_name, certificate) => {
      const shown = createHash('sha256').update(certificate.raw).digest()
      if (shown.length === pinned.length && timingSafeEqual(shown, pinned)) return undefined
      return Object.assign(new Error('not the pinned certificate'), { code: pinMismatch })
    },
  }
}

const problems: Record<string, CertificateProblem> = {
  [pinMismatch]: 'not-the-pinned-one',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'not-trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'not-trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'not-trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'not-trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'not-trusted',
  CERT_SIGNATURE_FAILURE: 'not-trusted',
  CERT_UNTRUSTED: 'not-trusted',
  CERT_REJECTED: 'not-trusted',
  CERT_REVOKED: 'not-trusted',
  CERT_CHAIN_TOO_LONG: 'not-trusted',
  INVALID_CA: 'not-trusted',
  INVALID_PURPOSE: 'not-trusted',
  PATH_LENGTH_EXCEEDED: 'not-trusted',
}

/** What a failed handshake says about the certificate; null when the failure is none of its own. */
export function certificateProblem(code: string | undefined, trust: Trust): CertificateProblem | null {
  const problem = code === undefined ? undefined : problems[code]
  if (problem === undefined) return null
  return problem === 'not-trusted' && trust.kind === 'pinned' ? 'not-the-pinned-one' : problem
}

/** The digest of a PEM certificate; throws when the text is none. */
export function pemSha256(pem: string): string {
  return certificateSha256(new X509Certificate(pem).raw)
}
