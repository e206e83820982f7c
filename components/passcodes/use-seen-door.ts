'use client'

import { useState } from 'react'
import { useDoorBrief } from '@/components/instructions/use-door-brief'
import type { ActionResult } from '@/lib/errors/contract'
import type { Instant } from '@/lib/time/clock'
import type { LockId } from './passcode-contract'

/**
 * I27, where a code takes the place of another: what others asked for at the door since the dialog opened is told before the
 * next press. `readAt` = when the page that the dialog lies on was read.
 */
export function useSeenDoor(property: string, lockId: LockId, readAt: Instant) {
  const { brief, read } = useDoorBrief(property, lockId)
  const [openedAt] = useState(readAt)
  const [told, setTold] = useState(false)
  return {
    briefAt: told && brief ? brief.now : openedAt,
    /** Shown once somebody else came first; null before. */
    warnings: told ? brief : null,
    async ask<T>(call: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
      const answer = await call()
      if (!answer.ok && answer.error.code === 'warnings-not-seen') {
        await read()
        setTold(true)
      }
      return answer
    },
  }
}
