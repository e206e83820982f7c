/** What proxy.ts does with a request, decided from its line and headers alone. */
export type Verdict =
  | { do: 'pass' }
  /** Another path answers: a lock server that knows only the bare addresses (readings R16). */
  | { do: 'rewrite'; path: string }
  | { do: 'refuse'; status: 405; allow: string }

export interface RequestLine {
  method: string
  /** As sent, still percent-encoded. */
  path: string
  header: (name: string) => string | null
}

const pass: Verdict = { do: 'pass' }
const callbackRoot = '/api/lock-server'

/**
 * Pages answer GET and HEAD, and POST only where it can be a server action; `PUT /` and `PUT /ilocks/…` go to the
 * callback below `/api/lock-server/ilocks` with their path kept ("ilocks" is a reserved slug). Routes under /api judge for themselves.
 */
export function judgeRequest({ method, path, header }: RequestLine): Verdict {
  if (path === '/api' || path.startsWith('/api/')) return pass
  if (method === 'GET' || method === 'HEAD') return pass
  if (method === 'PUT' && path === '/') return { do: 'rewrite', path: `${callbackRoot}/ilocks` }
  if (method === 'PUT' && path.startsWith('/ilocks/')) return { do: 'rewrite', path: `${callbackRoot}${path}` }
  if (method === 'POST' && mayBeAction(header)) return pass
  return { do: 'refuse', status: 405, allow: 'GET, HEAD' }
}

/** A press (Next-Action) or, before script has loaded, a form of a server action, which the browser posts as multipart. */
function mayBeAction(header: RequestLine['header']): boolean {
  return header('next-action') !== null || (header('content-type') ?? '').startsWith('multipart/form-data')
}

export interface PolicyInputs {
  nonce: string
  /** Next's development server evaluates code and speaks over a web socket. */
  development: boolean
  /** The house is served over https, by PUBLIC_URL. */
  secure: boolean
}

/** The Content-Security-Policy of a page: scripts and styles by nonce; style attributes stay allowed for measured layouts. */
export function contentSecurityPolicy({ nonce, development, secure }: PolicyInputs): string {
  const directives = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    development ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ]
  if (secure) directives.push('upgrade-insecure-requests')
  return directives.join('; ')
}

/** Only once the house is served over https; without subdomains, which are not ours to decide about. */
export const strictTransport = 'max-age=31536000'
