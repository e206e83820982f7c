import type { House } from '../access/house'
import { type ErrorCode, errorCodes } from '../errors/codes'
import { newId } from '../ids/ids'
import type { AuthSettings, RequestFacts } from './auth-settings'
import { callNextAuth } from './call-next-auth'
import { nextAuthOptions, type SignedInPerson } from './next-auth-options'
import { addressOf } from './open-request'
import { safePath } from './own-origin'

export interface SignInForm {
  email: string
  password: string
  /** Where one wanted to go. */
  to: string | null
}

export type SignInAnswer =
  | { ok: true; to: string; setCookies: string[]; language: string | null }
  | { ok: false; code: ErrorCode }

/**
 * What `/api/auth/callback/credentials` does with our form. The caller has checked the Origin, which is what next-auth's
 * double cookie is for: so its token is fetched and given here, and the form works at the first visit and without script.
 */
export async function postSignIn(
  house: House,
  settings: AuthSettings,
  request: RequestFacts,
  form: SignInForm,
): Promise<SignInAnswer> {
  let signedIn: SignedInPerson | undefined
  const options = nextAuthOptions(house, settings, {
    address: addressOf(settings, request),
    userAgent: request.header('user-agent') ?? '',
    requestId: newId('request'),
    onSignedIn(person) {
      signedIn = person
    },
  })
  const csrf = await callNextAuth(options, { method: 'GET', path: ['csrf'], cookies: {}, headers: {} })
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string }
  const cookies = Object.fromEntries(csrf.setCookies.map(pairOf))
  const to = safePath(form.to) ?? '/'
  const body = { csrfToken, email: form.email, password: form.password, callbackUrl: to }
  const answer = await callNextAuth(options, {
    method: 'POST',
    path: ['callback', 'credentials'],
    body,
    cookies,
    headers: {},
  })
  // Its own cookies for the token and the way back have done their service in this call.
  const setCookies = answer.setCookies.filter((cookie) => cookie.startsWith(`${options.cookies?.sessionToken?.name}=`))
  if (setCookies.length > 0 && signedIn) {
    const { oneTimePassword, language } = signedIn
    return { ok: true, to: oneTimePassword ? '/new-password' : to, setCookies, language }
  }
  const error = answer.location ? new URL(answer.location, settings.publicUrl).searchParams.get('error') : null
  return { ok: false, code: error !== null && isErrorCode(error) ? error : 'unexpected' }
}

const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text)

function pairOf(setCookie: string): [string, string] {
  const pair = setCookie.split(';')[0] ?? ''
  const at = pair.indexOf('=')
  return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]
}
