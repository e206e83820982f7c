import { type AuthSettings, cookieOf, type SetCookie } from './auth-settings'

/** The longest that browsers keep a cookie; each full sign-in begins it anew. */
const maxAge = 400 * 24 * 60 * 60

export const computerCookie = (publicUrl: string) => cookieOf(publicUrl, 'computer')

/** What a registered desk computer shows from now on. */
export function makeComputerCookie(settings: AuthSettings, token: string): SetCookie {
  const { name, options } = computerCookie(settings.publicUrl)
  return { name, value: token, options: { ...options, maxAge } }
}
