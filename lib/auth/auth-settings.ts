import { isSecureAddress } from './own-origin'

/** The part of the settings that signing in needs. */
export interface AuthSettings {
  secret: string
  publicUrl: string
  trustedProxies: readonly string[]
}

/** What a request says of itself; what of it is believed is decided in this folder. */
export interface RequestFacts {
  header(name: string): string | null
  cookie(name: string): string | undefined
}

export interface SetCookie {
  name: string
  value: string
  options: { httpOnly: true; sameSite: 'lax'; secure: boolean; path: '/'; maxAge: number }
}

/** `__Host-` binds a cookie to https, this host and the whole path; plain http cannot carry it. */
export function cookieOf(publicUrl: string, name: string) {
  const secure = isSecureAddress(publicUrl)
  return {
    name: secure ? `__Host-keydesk.${name}` : `keydesk.${name}`,
    options: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  } as const
}
