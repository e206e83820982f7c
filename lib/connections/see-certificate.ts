import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { DeskError } from '../errors/desk-error'
import { isVendorError } from '../lock-server/errors'
import { type ShownCertificate, showCertificate } from '../lock-server/show-certificate'
import type { CertificateView } from './contract'
import { findConnectionRow } from './queries'

/** The certificate that the saved address shows now; nothing is sent to it. Throws `lock-server-unreachable`, `connection-missing`. */
export async function seeCertificate(ctx: DeskContext): Promise<CertificateView> {
  requirePermission(ctx, 'connection.see')
  const row = await findConnectionRow(ctx)
  if (!row) throw new DeskError('connection-missing')
  return certificateViewOf(await shownAt(row.baseUrl), row.trust === 'pinned' ? row.trustedSha256 : null)
}

export function certificateViewOf(
  { pem: _, ...shown }: ShownCertificate,
  trustedSha256: string | null,
): CertificateView {
  return { ...shown, trusted: shown.sha256 === trustedSha256 }
}

/**
 * What the address shows at this moment, provided that it is the certificate that a person compared (R18); throws
 * `certificate-not-trusted` when it is another one by now.
 */
export async function confirmedCertificate(baseUrl: string, sha256: string): Promise<ShownCertificate> {
  const shown = await shownAt(baseUrl)
  if (shown.sha256 !== sha256) throw new DeskError('certificate-not-trusted', { details: { sha256: shown.sha256 } })
  return shown
}

async function shownAt(baseUrl: string): Promise<ShownCertificate> {
  try {
    return await showCertificate(baseUrl)
  } catch (error) {
    if (isVendorError(error)) throw new DeskError('lock-server-unreachable', { cause: error })
    throw error
  }
}
