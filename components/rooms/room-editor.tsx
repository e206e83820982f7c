'use client'

import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { FieldError, fieldAttributes } from '@/components/ui/field-frame'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { Refusal } from '@/lib/errors/contract'
import type { RoomDraft, RoomLine } from './room-lines'

export interface EditorActs {
  type: (lockId: string, part: Partial<Pick<RoomDraft, 'kind' | 'name' | 'floor'>>) => void
  save: (lockId: string, draft: RoomDraft) => void
  leave: (lockId: string) => void
}

interface CellProps {
  line: RoomLine
  draft: RoomDraft
  acts: EditorActs
  words: (refusal: Refusal | null) => RefusalWords | null
}

const formId = (line: RoomLine) => `room-${line.door.lockId}`

/** Esc leaves the row as it was; Enter submits the form that all fields of the row belong to. */
const leaving =
  (line: RoomLine, { leave }: EditorActs) =>
  (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || line.busy) return
    event.preventDefault()
    leave(line.door.lockId)
  }

export function NameEditor({ line, draft, acts, words }: CellProps) {
  const t = useTranslations('rooms')
  const { lockId, name: lock } = line.door
  const told = words(line.refusal)
  const error = told?.field('room') ?? told?.field('door')
  const id = `${formId(line)}-name`
  return (
    <form
      id={formId(line)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!line.busy) acts.save(lockId, draft)
      }}
      className="flex min-w-0 flex-col gap-1"
    >
      <div className="flex min-w-0 gap-1.5 max-md:flex-col">
        <select
          aria-label={t('kindOf', { lock })}
          value={draft.kind}
          onChange={(event) => acts.type(lockId, { kind: event.target.value === 'room' ? 'room' : 'common-door' })}
          onKeyDown={leaving(line, acts)}
          className="field-box shrink-0 pr-7 md:w-auto"
        >
          <option value="room">{t('kinds.room')}</option>
          <option value="common-door">{t('kinds.common-door')}</option>
        </select>
        <input
          {...fieldAttributes(id, { hint: null, error })}
          data-name-field=""
          aria-label={t(draft.kind === 'room' ? 'roomOf' : 'doorOf', { lock })}
          value={draft.name}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => acts.type(lockId, { name: event.target.value })}
          onKeyDown={leaving(line, acts)}
          className="field-box min-w-0 md:max-w-80"
        />
      </div>
      <FieldError id={id} error={error ?? (told && !told.field('floor') ? `${told.title} ${told.next}` : undefined)} />
    </form>
  )
}

export function FloorEditor({ line, draft, acts, words }: CellProps) {
  const t = useTranslations('rooms')
  const { lockId, name: lock } = line.door
  const error = words(line.refusal)?.field('floor')
  const id = `${formId(line)}-floor`
  return (
    <span className="flex flex-col gap-1">
      <input
        {...fieldAttributes(id, { hint: null, error })}
        form={formId(line)}
        aria-label={t('floorOf', { lock })}
        value={draft.floor}
        autoComplete="off"
        onChange={(event) => acts.type(lockId, { floor: event.target.value })}
        onKeyDown={leaving(line, acts)}
        className="field-box"
      />
      <FieldError id={id} error={error} />
    </span>
  )
}

export function EditorButtons({ line, acts }: Pick<CellProps, 'line' | 'acts'>) {
  const t = useTranslations('rooms')
  const { lockId, name: lock } = line.door
  return (
    <span className="flex justify-end gap-1.5 max-md:justify-start">
      <Button size="small" onClick={() => acts.leave(lockId)} aria-label={t('leaveOf', { lock })}>
        {t('leave')}
      </Button>
      <Button
        type="submit"
        form={formId(line)}
        size="small"
        tone="primary"
        busy={line.busy}
        aria-label={t('saveOf', { lock })}
      >
        {t('save')}
      </Button>
    </span>
  )
}
