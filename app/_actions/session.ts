'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { changeOwnLanguage } from '@/lib/staff/change-own-language'
import { changeOwnPassword } from '@/lib/staff/change-own-password'
import type { Language, Proof } from '@/lib/staff/contract'
import { endOwnSession, signOut as endThisSession } from '@/lib/staff/end-session'
import { lockScreen as lock } from '@/lib/staff/lock-screen'
import { isLanguage } from '@/lib/staff/rules'
import { removePin as dropPin, setPin as keepPin } from '@/lib/staff/set-pin'
import { signInAgain as proveAgain } from '@/lib/staff/sign-in-again'
import { personAction } from '../_entry/desk-action'
import { forgetSession, keepLanguage } from '../_entry/session-cookies'

/** Whatever else must be done first, one may go, and lock. */
const always = { evenWithOneTimePassword: true, evenWithoutFactor: true, evenLocked: true } as const

export async function signOut() {
  const done = await personAction(endThisSession, always)
  // Whoever has no session any more is signed out too; a foreign page is not obeyed.
  if (!done.ok && done.error.code !== 'not-signed-in') return
  await forgetSession()
  redirect('/sign-in?out=1')
}

export async function signInAgain(proof: Proof) {
  return personAction((ctx, place) => proveAgain(ctx, proof, place), always)
}

export async function lockScreen() {
  return personAction((ctx) => lock(ctx), always)
}

export async function setPin(pin: string) {
  return personAction((ctx) => keepPin(ctx, { pin }))
}

export async function removePin() {
  return personAction((ctx) => dropPin(ctx))
}

export async function endSession(sessionId: `ses_${string}`) {
  return personAction((ctx) => endOwnSession(ctx, { sessionId }))
}

export async function changePassword(input: { password: string; newPassword: string }) {
  return personAction((ctx, place) => changeOwnPassword(ctx, input, place), {
    evenWithOneTimePassword: true,
    evenWithoutFactor: true,
  })
}

export async function changeLanguage(language: Language | null) {
  return personAction(async (ctx) => {
    const chosen = await changeOwnLanguage(ctx, { language })
    await keepLanguage(chosen.language)
    return chosen
  })
}

/** The person menu's form: field `language`. */
export async function chooseLanguage(form: FormData) {
  // Whoever calls it with something else is judged by origin and session like everybody.
  const language = form instanceof FormData ? form.get('language') : null
  await changeLanguage(typeof language === 'string' && isLanguage(language) ? language : null)
  refresh()
}
