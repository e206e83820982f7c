'use client'

import type { Refusal } from '@/lib/errors/contract'

/** Email and password, then `code`; or `passkey` (JSON) for the second step, with `alone` for both. */
export type SignInFields = Partial<Record<'email' | 'password' | 'code' | 'passkey' | 'alone' | 'to', string>>

/** Who is signed in now, or why not; `to` = where the sign-in form would lead. */
export interface SignInAnswer {
  error?: Refusal
  to?: string
  personId?: string
}

/** Signs in without leaving the page. Without an answer it throws. */
export async function postSignIn(fields: SignInFields): Promise<SignInAnswer> {
  const answer = await fetch('/api/auth/callback/credentials', {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields),
  })
  return answer.json()
}

/** The next person at a shared counter, by PIN. No action: its new cookie would have Next draw the page anew under the lock. */
export async function postSwitch(asked: { personId: string; pin: string }): Promise<SignInAnswer> {
  const answer = await fetch('/api/session/switch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  })
  return answer.json()
}
