import type { PathStyle } from '../lock-server/contract'
import type { ConnectionFailure } from './contract'

/** What a call that came to nothing says about the connection as a whole; null = nothing (it was about one lock, or us). */
export interface CallFailure {
  kind: string
  /** `signed-out`: what logging in failed with. */
  because?: string | undefined
  certificate?: string | undefined
}

const byKind: Record<string, ConnectionFailure> = {
  unreachable: 'unreachable',
  timeout: 'slow',
  reset: 'broken-off',
  'http-status': 'server-error',
  'not-json': 'not-understood',
  encoded: 'not-understood',
  'too-large': 'not-understood',
}

/** I22, R10, R20 in words' codes; a refusal or a malformed field of one answer is no failure of the connection. */
export function connectionFailureOf({ kind, because, certificate }: CallFailure): ConnectionFailure | null {
  if (kind === 'certificate' || because === 'certificate') {
    return `certificate-${certificate ?? 'not-trusted'}` as ConnectionFailure
  }
  if (kind !== 'signed-out') return byKind[kind] ?? null
  if (because === 'refused' || because === 'token') return 'login-refused'
  return (because === undefined ? undefined : byKind[because]) ?? 'login-waits'
}

/** Whether the failure is what holds now: nothing came back since. */
export function isFailing({ reachedAt, failedAt }: { reachedAt: number | null; failedAt: number | null }): boolean {
  return failedAt !== null && (reachedAt === null || failedAt > reachedAt)
}

/** A SHA-256 as people copy it (colons, spaces, capitals) as 64 lower-case hex digits; '' when it is none. */
export function plainSha256(text: string): string {
  const plain = text.replace(/[\s:]/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(plain) ? plain : ''
}

export const otherStyle = (style: PathStyle): PathStyle => (style === 'documented' ? 'servers' : 'documented')
