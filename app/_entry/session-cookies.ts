import 'server-only'
import { cookies } from 'next/headers'
import { makeComputerCookie } from '@/lib/auth/computer-cookie'
import { makeLanguageCookie } from '@/lib/auth/language-cookie'
import { clearedSessionCookie, makeSessionCookie } from '@/lib/auth/session-token'
import type { Id } from '@/lib/ids/ids'
import type { Locale } from '@/messages/locales'
import { authSettings } from './request-facts'

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
  const { name, value, options } = makeLanguageCookie(authSettings().publicUrl, language)
  ;(await cookies()).set(name, value, options)
}
