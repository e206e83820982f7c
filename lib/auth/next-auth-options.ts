import type { AuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { House } from '../access/house'
import { openHouseContext } from '../access/house'
import { isDeskError } from '../errors/desk-error'
import { errorFields } from '../log/log'
import { sessionLimits } from '../staff/contract'
import { signIn } from '../staff/sign-in'
import { type AuthSettings, cookieOf } from './auth-settings'
import { safePath } from './own-origin'
import { sessionCookie, tokenOf } from './session-token'

export type SignedInPerson = Awaited<ReturnType<typeof signIn>>

interface Visitor {
  address: string
  userAgent: string
  requestId: string
  onSignedIn: (person: SignedInPerson) => void
}

/** next-auth for one request of one visitor: the password is checked by `signIn`, and the token carries the session's id only. */
export function nextAuthOptions(house: House, settings: AuthSettings, visitor: Visitor): AuthOptions {
  const { publicUrl, secret } = settings
  return {
    secret,
    session: { strategy: 'jwt', maxAge: sessionLimits.absoluteMs / 1000 },
    useSecureCookies: sessionCookie(settings).options.secure,
    cookies: {
      sessionToken: sessionCookie(settings),
      csrfToken: cookieOf(publicUrl, 'csrf'),
      callbackUrl: cookieOf(publicUrl, 'to'),
    },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { label: 'Email', type: 'email' }, password: { label: 'Password', type: 'password' } },
        authorize: (credentials) => authorize(house, visitor, credentials),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ((user as User | undefined) ? tokenOf(user.id) : tokenOf(String(token.sid))),
      redirect: ({ url, baseUrl }) => safePath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url) ?? '/',
    },
    logger: {
      error: (code, details) =>
        house.log.error({ part: 'next-auth', problem: code, ...errorFields(details) }, 'sign-in'),
      warn: (code) => house.log.debug({ part: 'next-auth', problem: code }, 'sign-in'),
      debug: () => {},
    },
  }
}

/** `user.id` is the session's id: it is what the token needs. Errors leave as their code, which next-auth puts into the address. */
async function authorize(
  house: House,
  { address, userAgent, requestId, onSignedIn }: Visitor,
  credentials: Record<'email' | 'password', string> | undefined,
): Promise<User> {
  const ctx = openHouseContext(house, { kind: 'visitor', address }, requestId)
  try {
    const { email = '', password = '' } = credentials ?? {}
    const person = await signIn(ctx, { email, password }, { address, userAgent })
    onSignedIn(person)
    return { id: person.sessionId }
  } catch (error) {
    if (isDeskError(error)) throw new Error(error.code)
    ctx.log.error({ ...errorFields(error) }, 'sign-in failed unexpectedly')
    throw new Error('unexpected')
  }
}
