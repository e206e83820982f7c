import 'server-only'
import { cookies } from 'next/headers'
import { makeComputerCookie } from '@/lib/auth/computer-cookie'
import { clearedSessionCookie, makeSessionCookie } from '@/lib/auth/session-token'
import type { Id } from '@/lib/ids/ids'
import { type Locale, localeCookie } from '@/messages/locales'
import { authSettings } from './request-facts'

const yearSeconds = 365 * 24 * 60 * 60

export async function keepSession(sessionId: Id<'session'>): Promise<void> {
  const { name, value, options } = await makeSessionCookie(authSettings(), sessionId)
  ;(await cookies()).set(name, value, options)
}

export async function forgetSession(): Promise<void> {
  const { name, value, options } = clearedSessionCookie(authSettings())
  ;(await cookies()).set(name, value, options)
}

/** From now on this browser is the registered desk computer with that token. */
export async function keepComputer(token: string): Promise<void> {
  const { name, value, options } = makeComputerCookie(authSettings(), token)
  ;(await cookies()).set(name, value, options)
}

/** The language of this browser; null = what it asks for itself. */
export async function keepLanguage(language: Locale | null): Promise<void> {
  const secure = authSettings().publicUrl.startsWith('https:')
  const jar = await cookies()
  if (language === null) jar.delete(localeCookie)
  else jar.set(localeCookie, language, { path: '/', sameSite: 'lax', secure, httpOnly: true, maxAge: yearSeconds })
}
