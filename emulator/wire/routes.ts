import { gatewayStatus } from '../endpoints/gateways/[gatewayName]/status.get'
import { listGateways } from '../endpoints/gateways.get'
import { instructionStatus } from '../endpoints/instruction.get'
import { adminKey } from '../endpoints/locks/[lockName]/adminKey.get'
import { guestKey } from '../endpoints/locks/[lockName]/guestKey.put'
import { setPasscode } from '../endpoints/locks/[lockName]/guestPasswdKey.post'
import { cancelPasscode } from '../endpoints/locks/[lockName]/guestPasswdKey.put'
import { permanentKey } from '../endpoints/locks/[lockName]/permanentKey.get'
import { remoteUnlock } from '../endpoints/locks/[lockName]/remoteUnlock.put'
import { lockStatus } from '../endpoints/locks/[lockName]/status.get'
import { listLocks } from '../endpoints/locks.get'
import { login } from '../endpoints/servers/accesstoken.post'
import { refresh } from '../endpoints/servers/accesstoken.put'
import { createAccount } from '../endpoints/users.post'
import type { Settings } from '../state/settings'
import type { Endpoint } from './endpoint'

export const BASE_PATH = '/ilocks/api/apps/v1'

const endpoints: Endpoint[] = [
  login,
  refresh,
  listLocks,
  adminKey,
  permanentKey,
  guestKey,
  listGateways,
  gatewayStatus,
  lockStatus,
  setPasscode,
  cancelPasscode,
  remoteUnlock,
  instructionStatus,
  createAccount,
]

export type Routed =
  | { found: 'endpoint'; endpoint: Endpoint; params: Record<string, string> }
  | { found: 'other-method'; methods: string[] }
  | { found: 'other-style' }
  | { found: 'nothing' }

/** Finds the call for a method and path, in the path style of the settings (R2). */
export function route(method: string, path: string, style: Settings['pathStyle']): Routed {
  if (!path.startsWith(`${BASE_PATH}/`)) return { found: 'nothing' }
  const segments = path.slice(BASE_PATH.length + 1).split('/')
  const spoken = style === 'both' ? (['documented', 'servers'] as const) : ([style] as const)
  const matches = spoken.flatMap((one) => matchesIn(one, segments))
  const match = matches.find(({ endpoint }) => endpoint.method === method)
  if (match) return { found: 'endpoint', ...match }
  if (matches.length > 0) return { found: 'other-method', methods: matches.map(({ endpoint }) => endpoint.method) }
  const elsewhere = (['documented', 'servers'] as const).some((one) => matchesIn(one, segments).length > 0)
  return { found: elsewhere ? 'other-style' : 'nothing' }
}

function matchesIn(style: 'documented' | 'servers', segments: string[]) {
  return endpoints.flatMap((endpoint) => {
    for (const pattern of patternsOf(endpoint, style)) {
      const params = match(pattern, segments)
      if (params) return [{ endpoint, params }]
    }
    return []
  })
}

function patternsOf(endpoint: Endpoint, style: 'documented' | 'servers'): string[] {
  if (style === 'documented' || endpoint.path.startsWith('/servers/')) return [endpoint.path]
  const isList = endpoint.path === '/locks' || endpoint.path === '/gateways'
  return isList ? [`/servers${endpoint.path}`, `/servers/:account${endpoint.path}`] : [`/servers${endpoint.path}`]
}

function match(pattern: string, segments: string[]): Record<string, string> | null {
  const wanted = pattern.slice(1).split('/')
  if (wanted.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [i, want] of wanted.entries()) {
    const segment = segments[i] ?? ''
    if (!want.startsWith(':')) {
      if (want !== segment) return null
    } else if (segment === '') return null
    else params[want.slice(1)] = segment
  }
  return params
}
