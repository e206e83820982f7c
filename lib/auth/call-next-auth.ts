import type { IncomingHttpHeaders } from 'node:http'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type AuthOptions } from 'next-auth'

export interface NextAuthCall {
  method: 'GET' | 'POST'
  /** What follows `/api/auth/`, e.g. `['callback', 'credentials']`. */
  path: readonly string[]
  query?: Record<string, string>
  body?: Record<string, string>
  cookies: Record<string, string>
  headers: Record<string, string>
}

export interface NextAuthAnswer {
  status: number
  /** Where it wants to lead the browser. */
  location: string | null
  setCookies: string[]
  contentType: string
  body: string
}

/** Calls next-auth by its interface for Node requests, which, unlike the one for routes, takes its cookies from the call. */
export async function callNextAuth(options: AuthOptions, call: NextAuthCall): Promise<NextAuthAnswer> {
  const request = {
    method: call.method,
    query: { ...call.query, nextauth: [...call.path] },
    body: call.body ?? {},
    cookies: call.cookies,
    headers: call.headers as IncomingHttpHeaders,
  }
  const headers = new Map<string, string | string[]>()
  const answer = { status: 200, body: '' }
  const response = {
    status(code: number) {
      answer.status = code
      return response
    },
    setHeader(name: string, value: string | string[]) {
      headers.set(name.toLowerCase(), value)
      return response
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    send(body: unknown) {
      answer.body = typeof body === 'string' ? body : JSON.stringify(body ?? {})
    },
    json(body: unknown) {
      headers.set('content-type', 'application/json')
      answer.body = JSON.stringify(body)
    },
    end() {},
  }
  await NextAuth(options)(request as unknown as NextApiRequest, response as unknown as NextApiResponse)
  const text = (name: string) => {
    const value = headers.get(name)
    return typeof value === 'string' ? value : null
  }
  const setCookies = headers.get('set-cookie') ?? []
  return {
    status: answer.status,
    location: text('location'),
    setCookies: typeof setCookies === 'string' ? [setCookies] : setCookies,
    contentType: text('content-type') ?? 'text/plain; charset=utf-8',
    body: answer.body,
  }
}
