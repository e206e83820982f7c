'use client'

import type { Refusal } from '@/lib/errors/contract'

/** Email and password, then `code`; or `passkey` (JSON) for the second step, with `alone` for both. */
export type SignInFields = Partial<Record<'email' | 'password' | 'code' | 'passkey' | 'alone' | 'to', string>>

/** Signs in without leaving the page; `to` = where the form would lead. Without an answer it throws. */
export async function postSignIn(fields: SignInFields): Promise<{ error?: Refusal; to?: string }> {
  const answer = await fetch('/api/auth/callback/credentials', {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(fields),
  })
  return answer.json()
}
