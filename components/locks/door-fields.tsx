'use client'

import { useTranslations } from 'next-intl'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import { longestDoor, longestFloor, longestRoom } from '@/lib/locks/contract'

export interface DoorDraft {
  kind: 'room' | 'door' | 'none'
  label: string
  floor: string
}

interface Named {
  room: string | null
  door: string | null
  floor: string | null
  proposedRoom: string | null
}

export function doorDraftOf({ room, door, floor, proposedRoom }: Named): DoorDraft {
  return { kind: door === null ? 'room' : 'door', label: room ?? door ?? proposedRoom ?? '', floor: floor ?? '' }
}

/** As the verbs take it: empty fields are none. */
export function namesOf({ kind, label, floor }: DoorDraft) {
  const text = label.trim() || null
  return {
    room: kind === 'room' ? text : null,
    door: kind === 'door' ? text : null,
    floor: kind === 'none' ? null : floor.trim() || null,
  }
}

/** The name of a room or common door, and its floor. */
export function DoorFields(props: {
  draft: DoorDraft
  onDraft: (draft: DoorDraft) => void
  told: RefusalWords | null
}) {
  const t = useTranslations('locks.name')
  const { draft, onDraft, told } = props
  if (draft.kind === 'none') return null
  const isRoom = draft.kind === 'room'
  return (
    <div className="grid items-end gap-4 sm:grid-cols-[2fr_1fr]">
      <TextField
        label={t(isRoom ? 'roomField' : 'doorField')}
        hint={t(isRoom ? 'roomHint' : 'doorHint')}
        error={told?.field(draft.kind)}
        value={draft.label}
        maxLength={isRoom ? longestRoom : longestDoor}
        autoComplete="off"
        onChange={(event) => onDraft({ ...draft, label: event.target.value })}
      />
      <TextField
        label={t('floorField')}
        error={told?.field('floor')}
        value={draft.floor}
        maxLength={longestFloor}
        autoComplete="off"
        onChange={(event) => onDraft({ ...draft, floor: event.target.value })}
      />
    </div>
  )
}
