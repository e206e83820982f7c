import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy, judgeRequest, strictTransport } from '@/app/_entry/request-policy'
import { keptPublicUrl } from '@/lib/env/public-url'

/** Before every page: methods, bare callback addresses, nonce. Never the only guard. */
export function proxy(request: NextRequest): NextResponse {
  const path = request.nextUrl.pathname
  const verdict = judgeRequest({ method: request.method, path, header: (name) => request.headers.get(name) })
  const secure = keptPublicUrl().startsWith('https:')
  const nonce = newNonce()
  const policy = contentSecurityPolicy({ nonce, secure, development: process.env.NODE_ENV === 'development' })

  const response = answer(request, verdict, nonce, policy)
  response.headers.set('Content-Security-Policy', policy)
  if (secure) response.headers.set('Strict-Transport-Security', strictTransport)
  return response
}

function answer(request: NextRequest, verdict: ReturnType<typeof judgeRequest>, nonce: string, policy: string) {
  if (verdict.do === 'refuse')
    return new NextResponse('This address can only be read.\n', {
      status: verdict.status,
      headers: { Allow: verdict.allow, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    })
  // Next reads the nonce for its own scripts from the request's policy; the root layout from x-nonce.
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  // Pages do not learn their own address otherwise: sign-in leads back to it.
  headers.set('x-keydesk-path', request.nextUrl.pathname + request.nextUrl.search)
  headers.set('Content-Security-Policy', policy)
  if (verdict.do === 'rewrite')
    return NextResponse.rewrite(new URL(verdict.path, request.url), { request: { headers } })
  return NextResponse.next({ request: { headers } })
}

/** 128 bits, new for every answer. */
function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

export const config = {
  // Everything but routes, which judge for themselves, and files: a page's chunks and public/. The headers of both: next.config.mjs.
  matcher: [
    '/((?!api/|_next/static/|_next/image|favicon\\.svg$|favicon\\.ico$|icon-\\d+\\.png$|manifest\\.webmanifest$).*)',
  ],
}
