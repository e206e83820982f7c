import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { house } from '@/lib/access/house'
import type { AuthSettings, RequestFacts } from '@/lib/auth/auth-settings'
import { type OpenedRequest, openRequest } from '@/lib/auth/open-request'
import { settings } from '@/lib/env/settings'
import { newId } from '@/lib/ids/ids'
import { underRequestId } from './under-request-id'

/** The request that is being answered, wherever in Next that happens. */
export async function requestFacts(): Promise<RequestFacts> {
  const [sent, jar] = await Promise.all([headers(), cookies()])
  return { header: (name) => sent.get(name), cookie: (name) => jar.get(name)?.value }
}

export function authSettings(): AuthSettings {
  const { AUTH_SECRET, PUBLIC_URL, TRUSTED_PROXIES } = settings()
  return { secret: AUTH_SECRET, publicUrl: PUBLIC_URL, trustedProxies: TRUSTED_PROXIES }
}

/** Opens the request afresh: actions, routes, and once more before a held answer (I31). */
export async function openNow(slug: string | null, use: boolean, facts?: RequestFacts): Promise<OpenedRequest> {
  return openRequest(house(), authSettings(), facts ?? (await requestFacts()), { slug, use })
}

/** For pages and their layouts, which are one request and one navigation. */
export const openPage = cache((slug: string | null) => underRequestId(newId('request'), () => openNow(slug, true)))
