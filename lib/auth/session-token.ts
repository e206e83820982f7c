import { decode, encode } from 'next-auth/jwt'
import { type Id, isId } from '../ids/ids'
import { sessionLimits } from '../staff/contract'
import { type AuthSettings, cookieOf, type RequestFacts, type SetCookie } from './auth-settings'

const maxAge = sessionLimits.absoluteMs / 1000

export const sessionCookie = (settings: AuthSettings) => cookieOf(settings.publicUrl, 'session')

/** What the token carries: the id of a session row and nothing that could go stale. */
export const tokenOf = (sessionId: string) => ({ sid: sessionId })

/** The session that the browser claims, from next-auth's own encrypted cookie; null when absent, changed or too old. */
export async function readSessionToken(settings: AuthSettings, request: RequestFacts): Promise<Id<'session'> | null> {
  const token = request.cookie(sessionCookie(settings).name)
  if (!token) return null
  const payload = await decode({ token, secret: settings.secret }).catch(() => null)
  return isId('session', payload?.sid) ? payload.sid : null
}

/** The cookie for a session that began elsewhere than in next-auth's callback: at the first account. */
export async function makeSessionCookie(settings: AuthSettings, sessionId: Id<'session'>): Promise<SetCookie> {
  const { name, options } = sessionCookie(settings)
  const value = await encode({ token: tokenOf(sessionId), secret: settings.secret, maxAge })
  return { name, value, options: { ...options, maxAge } }
}

/** The same cookie, gone. */
export function clearedSessionCookie(settings: AuthSettings): SetCookie {
  const { name, options } = sessionCookie(settings)
  return { name, value: '', options: { ...options, maxAge: 0 } }
}
