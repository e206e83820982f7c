import { cookieOf, type SetCookie } from './auth-settings'

const yearSeconds = 365 * 24 * 60 * 60

/** Set by the person menu and at sign-in; wins over what the browser asks for. */
export const languageCookie = (publicUrl: string) => cookieOf(publicUrl, 'language')

/** That language for a year; null = the cookie gone. */
export function makeLanguageCookie(publicUrl: string, language: string | null): SetCookie {
  const { name, options } = languageCookie(publicUrl)
  return { name, value: language ?? '', options: { ...options, maxAge: language === null ? 0 : yearSeconds } }
}
