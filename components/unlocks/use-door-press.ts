'use client'

import { useCallback } from 'react'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { EmergencyAsked, Pressed, UnlockAsked } from '@/lib/unlocks/contract'

/** The bodies of presses by the last part of their address. */
interface Asked {
  unlocks: UnlockAsked
  'emergency-entries': EmergencyAsked
}

/**
 * A press for a door is a route and no server action: it waits for nothing else that the page has asked for. Throws when no answer of
 * ours came.
 */
export function useDoorPress<At extends keyof Asked>(slug: string, at: At) {
  return useCallback(
    async (asked: Asked[At]): Promise<ActionResult<Pressed>> => {
      const answer = await fetch(`/api/${slug}/${at}`, {
        method: 'POST',
        cache: 'no-store',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      })
      const told = (await answer.json()) as Pressed & { error?: Refusal }
      if (answer.ok) return { ok: true, data: told }
      if (told.error === undefined) throw new Error(`an answer of nobody's: ${answer.status}`)
      return { ok: false, error: told.error }
    },
    [slug, at],
  )
}
