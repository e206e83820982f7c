import { createHash } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { type Id, isId } from '../ids/ids'
import { sessionLimits } from '../staff/contract'
import { type AuthSettings, cookieOf, type RequestFacts, type SetCookie } from './auth-settings'

const maxAge = sessionLimits.absoluteMs / 1000

export const sessionCookie = (settings: AuthSettings) => cookieOf(settings.publicUrl, 'session')

/** What the token carries: the id of a session row and nothing that could go stale. */
export const tokenOf = (sessionId: string) => ({ sid: sessionId })

const rememberedAtMost = 500
/** Which session a token names never changes, and finding out takes longer than anything else before the verb. */
const remembered = new Map<string, Id<'session'>>()

/**
 * The session that the browser claims, from next-auth's own encrypted cookie; null when absent, changed or too old. Whether
 * that session still opens anything, its age included, is said by its row.
 */
export async function readSessionToken(settings: AuthSettings, request: RequestFacts): Promise<Id<'session'> | null> {
  const token = request.cookie(sessionCookie(settings).name)
  if (!token) return null
  const print = createHash('sha256').update(`${settings.secret} ${token}`).digest('base64')
  const known = remembered.get(print)
  if (known) return known
  const payload = await decode({ token, secret: settings.secret }).catch(() => null)
  if (!isId('session', payload?.sid)) return null
  const [oldest] = remembered.keys()
  if (remembered.size >= rememberedAtMost && oldest !== undefined) remembered.delete(oldest)
  remembered.set(print, payload.sid)
  return payload.sid
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
