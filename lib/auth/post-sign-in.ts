import type { House } from '../access/house'
import { type ErrorCode, errorCodes } from '../errors/codes'
import { type Id, newId } from '../ids/ids'
import type { SignedInPerson } from '../staff/sign-in'
import type { AuthSettings, RequestFacts } from './auth-settings'
import { callNextAuth } from './call-next-auth'
import { computerCookie } from './computer-cookie'
import { nextAuthOptions } from './next-auth-options'
import { addressOf } from './open-request'
import { safePath } from './own-origin'
import { readSessionToken } from './session-token'

/** Email and password, then the second step's code; or a passkey for the second step, or alone. */
export interface SignInForm {
  email?: string
  password?: string
  code?: string | undefined
  /** The browser's answer, as JSON. */
  passkey?: string | undefined
  /** From the cookie that the first step set. */
  pending?: string | undefined
  /** Where one wanted to go. */
  to: string | null
}

export type SignInAnswer =
  | { ok: true; to: string; setCookies: string[]; language: string | null; personId: Id<'person'> }
  /** `pending`: set the cookie, ask for the second step. */
  | { ok: false; code: ErrorCode; pending?: string }

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
  let pending: string | undefined
  const options = nextAuthOptions(house, settings, {
    address: addressOf(settings, request),
    userAgent: request.header('user-agent') ?? '',
    computerToken: request.cookie(computerCookie(settings.publicUrl).name) ?? null,
    replaces: await readSessionToken(settings, request),
    requestId: newId('request'),
    onSignedIn(person) {
      signedIn = person
    },
    onPending(sealed) {
      pending = sealed
    },
  })
  const csrf = await callNextAuth(options, { method: 'GET', path: ['csrf'], cookies: {}, headers: {} })
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string }
  const cookies = Object.fromEntries(csrf.setCookies.map(pairOf))
  const to = safePath(form.to) ?? '/'
  const { to: _to, ...fields } = form
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const body = { ...Object.fromEntries(given), csrfToken, callbackUrl: to }
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
    const { personId, oneTimePassword, language, factor } = signedIn
    const first = oneTimePassword ? '/new-password' : factor === 'reset-code' ? '/second-factor' : null
    return { ok: true, to: first ?? to, setCookies, language, personId }
  }
  const error = answer.location ? new URL(answer.location, settings.publicUrl).searchParams.get('error') : null
  const code = error !== null && isErrorCode(error) ? error : 'unexpected'
  return { ok: false, code, ...(pending !== undefined && { pending }) }
}

const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text)

function pairOf(setCookie: string): [string, string] {
  const pair = setCookie.split(';')[0] ?? ''
  const at = pair.indexOf('=')
  return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]
}
