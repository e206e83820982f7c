import 'server-only'
import { house } from '@/lib/access/house'
import { cookieOf, type RequestFacts } from '@/lib/auth/auth-settings'
import { makeComputerCookie } from '@/lib/auth/computer-cookie'
import { makeLanguageCookie } from '@/lib/auth/language-cookie'
import { safePath } from '@/lib/auth/own-origin'
import { postSignIn, type SignInForm } from '@/lib/auth/post-sign-in'
import { errorCodes } from '@/lib/errors/codes'
import { DeskError } from '@/lib/errors/desk-error'
import { factorLimits } from '@/lib/staff/contract'
import { json } from './desk-route'
import { readSmallText } from './read-small-json'
import { refuseForeignOrigin } from './refuse-foreign-origin'
import { authSettings, requestFacts } from './request-facts'
import { tellRefusal } from './tell-refusal'

/** Sealed proof of a right password, between the two steps of signing in. */
export const pendingSignInCookie = () => cookieOf(authSettings().publicUrl, 'pending-sign-in')

/** Keeps the typed email for the form that is shown again, out of addresses and logs. */
export const typedEmailCookie = () => cookieOf(authSettings().publicUrl, 'typed-email')

/**
 * The sign-in form's post. Browsers are led on, with 303, also to the form again with the reason; who asks for JSON (the
 * dialog that signs in again in place) gets `{ to }` or the refusal.
 */
export async function answerSignIn(request: Request): Promise<Response> {
  const wantsJson = (request.headers.get('accept') ?? '').includes('application/json')
  let form: SignInForm = { to: null }
  try {
    const settings = authSettings()
    const facts = await requestFacts()
    refuseForeignOrigin(facts, settings.publicUrl)
    form = await readForm(request, facts)
    const answer = await postSignIn(house(), settings, facts, form)
    if (!answer.ok && answer.pending !== undefined) return askSecondStep(answer.pending, form, wantsJson)
    if (!answer.ok) throw new DeskError(answer.code)
    const headers = new Headers({ 'cache-control': 'no-store' })
    for (const cookie of answer.setCookies) headers.append('set-cookie', cookie)
    if (answer.language) {
      const { name, value, options } = makeLanguageCookie(settings.publicUrl, answer.language)
      headers.append('set-cookie', plainCookie(name, value, options.maxAge))
    }
    headers.append('set-cookie', typedEmail('', 0))
    headers.append('set-cookie', plainCookie(pendingSignInCookie().name, '', 0))
    // At a registered desk computer its cookie begins its time anew; whether it still is one, each use looks up.
    const computer = makeComputerCookie(settings, '')
    const token = facts.cookie(computer.name)
    if (token) headers.append('set-cookie', plainCookie(computer.name, token, computer.options.maxAge))
    if (wantsJson) return Response.json({ to: answer.to, personId: answer.personId }, { headers })
    headers.set('location', answer.to)
    return new Response(null, { status: 303, headers })
  } catch (error) {
    const refusal = tellRefusal(error, { log: house().log, what: 'sign-in' })
    if (wantsJson) return json({ error: refusal }, errorCodes[refusal.code].status)
    const to = safePath(form.to)
    // A wrong second step is tried again; one that ended begins anew.
    const again = form.pending !== undefined && refusal.code !== 'sign-in-ended'
    const query = new URLSearchParams({ error: refusal.code, ...(again && { step: 'code' }), ...(to && { to }) })
    const headers = new Headers({ 'cache-control': 'no-store', location: `/sign-in?${query}` })
    if (form.email) headers.append('set-cookie', typedEmail(form.email, 120))
    return new Response(null, { status: 303, headers })
  }
}

/** The password was right: a cookie says so for five minutes, and nothing is open yet. */
function askSecondStep(pending: string, form: SignInForm, wantsJson: boolean): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  headers.append('set-cookie', plainCookie(pendingSignInCookie().name, pending, factorLimits.pendingSignInMs / 1000))
  headers.append('set-cookie', typedEmail('', 0))
  if (wantsJson) {
    const refusal = tellRefusal(new DeskError('second-factor-needed'), { log: house().log, what: 'sign-in' })
    return Response.json({ error: refusal }, { headers, status: errorCodes[refusal.code].status })
  }
  const to = safePath(form.to)
  headers.set('location', `/sign-in?${new URLSearchParams({ step: 'code', ...(to && { to }) })}`)
  return new Response(null, { status: 303, headers })
}

/** Which step it is: a code or passkey goes with the cookie of the first step, unless a passkey stands alone (`alone`). */
async function readForm(request: Request, facts: RequestFacts): Promise<SignInForm> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new DeskError('invalid-input')
  const form = new URLSearchParams(await readSmallText(request))
  const field = (name: string) => form.get(name) ?? undefined
  const [code, passkey, to] = [field('code'), field('passkey'), form.get('to')]
  if (code === undefined && passkey === undefined)
    return { email: field('email') ?? '', password: field('password') ?? '', to }
  if (passkey !== undefined && field('alone') !== undefined) return { passkey, to }
  // Without the cookie the sign-in has ended: an empty one is told as that.
  const pending = facts.cookie(pendingSignInCookie().name) || 'none'
  return { code, passkey, pending, to }
}

const typedEmail = (email: string, maxAge: number) => plainCookie(typedEmailCookie().name, email.slice(0, 254), maxAge)

function plainCookie(name: string, value: string, maxAge: number): string {
  const secure = authSettings().publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`
}
