import type { AuthOptions, User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { HouseContext } from '../access/context'
import type { House } from '../access/house'
import { openHouseContext } from '../access/house'
import { DeskError, isDeskError } from '../errors/desk-error'
import { errorFields } from '../log/log'
import { sessionLimits } from '../staff/contract'
import { finishSignIn } from '../staff/finish-sign-in'
import { type SignedInPerson, signIn } from '../staff/sign-in'
import { signInWithPasskey } from '../staff/sign-in-with-passkey'
import type { SessionPlace } from '../staff/start-session'
import { type AuthSettings, cookieOf } from './auth-settings'
import { safePath } from './own-origin'
import { sessionCookie, tokenOf } from './session-token'

interface Visitor extends SessionPlace {
  requestId: string
  onSignedIn: (person: SignedInPerson) => void
  /** The password was right, and a second step is asked for: no session, no token. */
  onPending: (pending: string) => void
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
        credentials: { email: {}, password: {}, pending: {}, code: {}, passkey: {} },
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

async function firstStep(
  ctx: HouseContext,
  form: { email: string; password: string },
  place: SessionPlace,
  onPending: Visitor['onPending'],
): Promise<SignedInPerson> {
  const step = await signIn(ctx, form, place)
  if (step.done) return step.done
  onPending(step.pending)
  throw new DeskError('second-factor-needed')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `user.id` is the session's id: it is what the token needs. Errors leave as their code, which next-auth puts into the address. */
async function authorize(
  house: House,
  { requestId, onSignedIn, onPending, ...place }: Visitor,
  credentials: Partial<Record<'email' | 'password' | 'pending' | 'code' | 'passkey', string>> | undefined,
): Promise<User> {
  const ctx = openHouseContext(house, { kind: 'visitor', address: place.address }, requestId)
  try {
    const { email = '', password = '', pending, code, passkey } = credentials ?? {}
    const person =
      passkey !== undefined
        ? await signInWithPasskey(ctx, { passkey: parseJson(passkey), pending }, place)
        : pending !== undefined
          ? await finishSignIn(ctx, { pending, code: code ?? '' }, place)
          : await firstStep(ctx, { email, password }, place, onPending)
    onSignedIn(person)
    return { id: person.sessionId }
  } catch (error) {
    if (isDeskError(error)) throw new Error(error.code)
    ctx.log.error({ ...errorFields(error) }, 'sign-in failed unexpectedly')
    throw new Error('unexpected')
  }
}
