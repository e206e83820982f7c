import 'server-only'
import { house } from '@/lib/access/house'
import { cookieOf } from '@/lib/auth/auth-settings'
import { safePath } from '@/lib/auth/own-origin'
import { postSignIn, type SignInForm } from '@/lib/auth/post-sign-in'
import { errorCodes } from '@/lib/errors/codes'
import { DeskError } from '@/lib/errors/desk-error'
import { localeCookie } from '@/messages/locales'
import { json } from './desk-route'
import { refuseForeignOrigin } from './refuse-foreign-origin'
import { authSettings, requestFacts } from './request-facts'
import { tellRefusal } from './tell-refusal'

const bodyLimit = 16 * 1024

/** Keeps the typed email for the form that is shown again, out of addresses and logs. */
export const typedEmailCookie = () => cookieOf(authSettings().publicUrl, 'typed-email')

/**
 * The sign-in form's post. Browsers are led on, with 303, also to the form again with the reason; who asks for JSON (the
 * dialog that signs in again in place) gets `{}` or the refusal.
 */
export async function answerSignIn(request: Request): Promise<Response> {
  const wantsJson = (request.headers.get('accept') ?? '').includes('application/json')
  let form: SignInForm = { email: '', password: '', to: null }
  try {
    const settings = authSettings()
    const facts = await requestFacts()
    refuseForeignOrigin(facts, settings.publicUrl)
    form = await readForm(request)
    const answer = await postSignIn(house(), settings, facts, form)
    if (!answer.ok) throw new DeskError(answer.code)
    const headers = new Headers({ 'cache-control': 'no-store' })
    for (const cookie of answer.setCookies) headers.append('set-cookie', cookie)
    if (answer.language) headers.append('set-cookie', plainCookie(localeCookie, answer.language, 365 * 24 * 60 * 60))
    headers.append('set-cookie', typedEmail('', 0))
    if (wantsJson) return new Response('{}', { headers: withType(headers) })
    headers.set('location', answer.to)
    return new Response(null, { status: 303, headers })
  } catch (error) {
    const refusal = tellRefusal(error, { log: house().log, what: 'sign-in' })
    if (wantsJson) return json({ error: refusal }, errorCodes[refusal.code].status)
    const to = safePath(form.to)
    const query = new URLSearchParams({ error: refusal.code, ...(to && { to }) })
    const headers = new Headers({ 'cache-control': 'no-store', location: `/sign-in?${query}` })
    headers.append('set-cookie', typedEmail(form.email, 120))
    return new Response(null, { status: 303, headers })
  }
}

async function readForm(request: Request): Promise<SignInForm> {
  const text = await readText(request)
  const form = new URLSearchParams(text)
  return { email: form.get('email') ?? '', password: form.get('password') ?? '', to: form.get('to') }
}

async function readText(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new DeskError('invalid-input')
  if (Number(request.headers.get('content-length') ?? 0) > bodyLimit) throw new DeskError('too-large')
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > bodyLimit) throw new DeskError('too-large')
  }
  return text
}

function withType(headers: Headers): Headers {
  headers.set('content-type', 'application/json')
  return headers
}

const typedEmail = (email: string, maxAge: number) => plainCookie(typedEmailCookie().name, email.slice(0, 254), maxAge)

function plainCookie(name: string, value: string, maxAge: number): string {
  const secure = authSettings().publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`
}
