'use client'

import { useState } from 'react'
import { lookAtDoor } from '@/app/_actions/passcode'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { UnlockDialog } from '@/components/unlocks/unlock-dialog'
import { useDoorPress } from '@/components/unlocks/use-door-press'
import type { UnlockAsked } from '@/lib/unlocks/contract'
import { AskedEmergency } from './asked-emergency'
import type { AskedDialogProps } from './door-acts'

export function AskedUnlock({ house, door, onClose }: AskedDialogProps) {
  const { slug, may } = house
  const [emergency, setEmergency] = useState(false)
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const press = useDoorPress(slug, 'unlocks')
  const actions = {
    unlock: (asked: UnlockAsked) => stepUp(() => press(asked)),
    ...(may.look && { refreshLock: (id: typeof door.id) => stepUp(() => lookAtDoor(slug, id)) }),
  }
  if (emergency) return <AskedEmergency {...{ house, door, onClose }} />
  return <UnlockDialog property={slug} {...{ door, actions, words, onClose }} onEmergency={() => setEmergency(true)} />
}
