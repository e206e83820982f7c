'use client'

import { useState } from 'react'
import { lookAtDoor } from '@/app/_actions/passcode'
import { unlockDoor } from '@/app/_actions/unlock'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { UnlockDialog } from '@/components/unlocks/unlock-dialog'
import { AskedEmergency } from './asked-emergency'
import type { AskedDialogProps } from './door-acts'

export function AskedUnlock({ house, door, onClose }: AskedDialogProps) {
  const { slug, may } = house
  const [emergency, setEmergency] = useState(false)
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const actions = {
    unlock: (asked: Parameters<typeof unlockDoor>[1]) => stepUp(() => unlockDoor(slug, asked)),
    ...(may.look && { refreshLock: (id: typeof door.id) => stepUp(() => lookAtDoor(slug, id)) }),
  }
  if (emergency) return <AskedEmergency {...{ house, door, onClose }} />
  return <UnlockDialog property={slug} {...{ door, actions, words, onClose }} onEmergency={() => setEmergency(true)} />
}
