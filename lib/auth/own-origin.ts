const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Loopback names of one port are one place: who types 127.0.0.1 instead of localhost is not a stranger. */
function placeOf(address: string): string | null {
  try {
    const { protocol, hostname, port, origin } = new URL(address)
    return loopbackNames.has(hostname) ? `${protocol}//(loopback):${port}` : origin
  } catch {
    return null
  }
}

/** Whether a request that changes something was sent by one of our own pages (I30): a missing or `null` Origin is foreign. */
export function isOwnOrigin(origin: string | null | undefined, publicUrl: string): boolean {
  if (!origin || origin === 'null') return false
  const place = placeOf(origin)
  return place !== null && place === placeOf(publicUrl)
}

/** Whether cookies can be kept to https. */
export function isSecureAddress(publicUrl: string): boolean {
  return publicUrl.startsWith('https://')
}

/** Neither https nor this machine: the standing notice of Settings (design.md, Stack). */
export function isPlainNetworkAddress(publicUrl: string): boolean {
  return !isSecureAddress(publicUrl) && !placeOf(publicUrl)?.includes('//(loopback):')
}

const base = 'http://keydesk.invalid'

/** A path of ours to go on to after signing in; null for anything that could lead elsewhere or nowhere (`//evil`, `/\evil`, `/api/…`). */
export function safePath(to: unknown): string | null {
  if (typeof to !== 'string' || to.length > 2000) return null
  // Browsers drop tabs and newlines and read a backslash as a slash.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(to)) return null
  let url: URL
  try {
    url = new URL(to, base)
  } catch {
    return null
  }
  if (url.origin !== base || url.pathname.startsWith('//')) return null
  const first = url.pathname.split('/')[1]?.toLowerCase() ?? ''
  if (['api', 'sign-in', 'setup', 'new-password', 'second-factor', 'locked', 'ilocks', '_next'].includes(first))
    return null
  return url.pathname + url.search
}
