import { hourMs, type Instant, minuteMs, secondMs } from '../time/clock'

/** R3: the names of locks, gateways and accounts that the API takes in a path. */
export function isApiName(name: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name)
}

/** Scheme, host and port of an http or https address and nothing more (R1); null for anything else. */
export function originOf(baseUrl: string): string | null {
  if (!URL.canParse(baseUrl)) return null
  const url = new URL(baseUrl)
  const bare =
    url.pathname === '/' && !baseUrl.includes('?') && !baseUrl.includes('#') && !url.username && !url.password
  return bare && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : null
}

/** R1: `/ilocks/api/apps/v1` or another path without a slash at its end; empty for none. */
export function isPrefix(prefix: string): boolean {
  return prefix.length <= 200 && /^(?:\/[A-Za-z0-9._~-]+)*$/.test(prefix) && !/\/\.{1,2}(?:\/|$)/.test(prefix)
}

/** R16: the callback carries a token that opens doors, so only https is registered, loopback excepted. */
export function mayRegisterCallback(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && loopback)
}

/** R10: what is left of a token's life when it is renewed; tokens that live shorter than that are renewed halfway. */
export function renewalMarginMs(lifetimeMs: number): number {
  return Math.min(5 * minuteMs, Math.floor(lifetimeMs / 2))
}

/** R10: the pause after so many failures in a row: 5 s, doubled each time, at most 5 min. */
export function pauseAfterFailuresMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(5 * minuteMs, 5 * secondMs * 2 ** Math.min(failures - 1, 10))
}

/** I10: how long the next login has to wait so that no hour sees more than 12; `loginsAt` in order. */
export function loginBudgetWaitMs(now: Instant, loginsAt: readonly Instant[]): number {
  const twelfthLast = loginsAt.at(-12)
  return twelfthLast === undefined ? 0 : Math.max(0, twelfthLast + hourMs - now)
}
