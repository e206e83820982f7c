import { addressOf as addressOfRequest } from '@/lib/auth/open-request'
import { authSettings } from './request-facts'

/** Who really asks; forwarding headers count only from TRUSTED_PROXIES. */
export function addressOf(request: Request): string {
  const facts = { header: (name: string) => request.headers.get(name), cookie: () => undefined }
  return addressOfRequest(authSettings(), facts)
}
