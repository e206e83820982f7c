'use client'

import { lookAtDoor } from '@/app/_actions/passcode'
import { explainEntry } from '@/app/_actions/unlock'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { EmergencyDialog } from '@/components/unlocks/emergency-dialog'
import { useDoorPress } from '@/components/unlocks/use-door-press'
import type { EmergencyAsked } from '@/lib/unlocks/contract'
import type { AskedDialogProps } from './door-acts'

export function AskedEmergency({ house: { slug, may, reasons }, door, onClose }: AskedDialogProps) {
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const press = useDoorPress(slug, 'emergency-entries')
  const actions = {
    enter: (asked: EmergencyAsked) => stepUp(() => press(asked)),
    explain: (said: Parameters<typeof explainEntry>[1]) => stepUp(() => explainEntry(slug, said)),
    ...(may.look && { refreshLock: (id: typeof door.id) => stepUp(() => lookAtDoor(slug, id)) }),
  }
  return <EmergencyDialog property={slug} {...{ door, actions, reasons, words, onClose }} />
}
