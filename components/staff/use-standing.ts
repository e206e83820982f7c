'use client'

import type { Refusal } from '@/lib/errors/contract'
import type { SessionStanding } from '@/lib/staff/contract'

export type StandingAnswer = { ok: true; standing: SessionStanding } | { ok: false; refusal: Refusal }

/** Whose session this browser has, whether it is locked, and what opens it. Without an answer it throws. */
export async function readStanding(): Promise<StandingAnswer> {
  const answer = await fetch('/api/session', { cache: 'no-store' })
  const body = (await answer.json()) as SessionStanding | { error: Refusal }
  return 'error' in body ? { ok: false, refusal: body.error } : { ok: true, standing: body }
}
