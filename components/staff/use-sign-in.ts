'use client'

import type { Refusal } from '@/lib/errors/contract'

/** Signs in without leaving the page. Null = done; without an answer it throws. */
export async function postSignIn(email: string, password: string): Promise<Refusal | null> {
  const answer = await fetch('/api/auth/callback/credentials', {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ email, password }),
  })
  const body: { error?: Refusal } = await answer.json()
  return body.error ?? null
}
