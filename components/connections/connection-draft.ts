import type { ConnectionView, TrustKind } from '@/lib/connections/contract'
import { plainSha256 } from '@/lib/connections/rules'
import { defaultPrefix, type PathStyle } from '@/lib/lock-server/contract'

/** The form as it is typed. */
export interface ConnectionDraft {
  baseUrl: string
  prefix: string
  pathStyle: PathStyle
  account: string
  username: string
  /** Empty = the stored one stays. */
  password: string
  deviceMac: string
  trust: TrustKind
  /** A certificate authority's certificate; empty = the stored one stays. */
  pem: string
  /** As people copy it. */
  sha256: string
  localTime: boolean
  heartbeatSeconds: string
}

export function draftOf(saved: ConnectionView | null): ConnectionDraft {
  return {
    baseUrl: saved?.baseUrl ?? 'https://',
    prefix: saved?.prefix ?? defaultPrefix,
    pathStyle: saved?.pathStyle ?? 'documented',
    account: saved?.account ?? '',
    username: saved?.username ?? '',
    password: '',
    deviceMac: saved?.deviceMac ?? '',
    trust: saved?.trust ?? 'system-ca',
    pem: '',
    sha256: saved?.trust === 'pinned' && saved.trustedSha256 ? sha256Line(saved.trustedSha256) : '',
    localTime: saved?.localTime ?? false,
    heartbeatSeconds: String((saved?.heartbeatMs ?? 60_000) / 1000),
  }
}

/** Where no certificate is shown there is none to trust. */
export const isPlainHttp = (baseUrl: string): boolean => baseUrl.trim().toLowerCase().startsWith('http://')

type SentTrust = { kind: 'system-ca' } | { kind: 'ca'; pem: string } | { kind: 'pinned'; sha256: string }

/** What the verbs take: trust only where it differs, since to trust a certificate the server looks at it anew. */
export function sentOf(draft: ConnectionDraft, saved: ConnectionView | null) {
  const { trust: _, pem: __, sha256: ___, heartbeatSeconds, ...rest } = draft
  const trust = isPlainHttp(draft.baseUrl) ? undefined : changedTrust(draft, saved)
  return {
    ...rest,
    account: draft.pathStyle === 'servers' ? draft.account : '',
    // An empty number is no number: the server says so beside the field.
    heartbeatMs: heartbeatSeconds.trim() === '' ? Number.NaN : Math.round(Number(heartbeatSeconds) * 1000),
    ...(trust && { trust }),
  }
}
export type SentConnection = ReturnType<typeof sentOf>

function changedTrust({ trust, pem, sha256 }: ConnectionDraft, saved: ConnectionView | null): SentTrust | undefined {
  const same = saved?.trust === trust
  switch (trust) {
    case 'system-ca':
      return same ? undefined : { kind: trust }
    case 'ca':
      return same && pem.trim() === '' ? undefined : { kind: trust, pem }
    case 'pinned':
      return same && plainSha256(sha256) === saved.trustedSha256 ? undefined : { kind: trust, sha256 }
  }
}

/** 64 hex digits as eight groups of four pairs, as vendors print them: `3A:0F:11:C2`. */
export function sha256Groups(sha256: string): string[] {
  const pairs = sha256.toUpperCase().match(/../g) ?? []
  return Array.from({ length: Math.ceil(pairs.length / 4) }, (_, group) =>
    pairs.slice(group * 4, group * 4 + 4).join(':'),
  )
}

export const sha256Line = (sha256: string): string => sha256Groups(sha256).join('  ')

export const isChanged = (draft: ConnectionDraft, saved: ConnectionView | null): boolean =>
  JSON.stringify(draft) !== JSON.stringify(draftOf(saved))

/** Somebody saved meanwhile: what was not typed over follows, what was typed stays. */
export function rebased(draft: ConnectionDraft, before: ConnectionView | null, after: ConnectionView): ConnectionDraft {
  const [old, fresh] = [draftOf(before), draftOf(after)]
  const typed = Object.entries(draft).filter(([name, value]) => value !== old[name as keyof ConnectionDraft])
  return { ...fresh, ...Object.fromEntries(typed) }
}
