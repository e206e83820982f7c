'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { RadioGroup } from '@/components/ui/radio-group'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { LockView } from '@/lib/locks/contract'
import { type DoorDraft, DoorFields, doorDraftOf, namesOf } from './door-fields'

export interface NameLockDialogProps {
  lock: Pick<LockView, 'id' | 'name' | 'room' | 'door' | 'floor' | 'proposedRoom'>
  save: (input: {
    lockId: string
    room: string | null
    door: string | null
    floor: string | null
  }) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: () => void
  onClose: () => void
}

/** Room or common door, and floor, of one lock. */
export function NameLockDialog({ lock, save, words, onSaved, onClose }: NameLockDialogProps) {
  const t = useTranslations('locks.name')
  const form = useId()
  const [draft, setDraft] = useState<DoorDraft>(() => doorDraftOf(lock))
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const told = words(refusal)

  async function submit(event: FormEvent) {
    event.preventDefault()
    // No name at all is a choice of its own.
    if (draft.kind !== 'none' && draft.label.trim() === '')
      return setRefusal({ code: 'invalid-input', requestId: '', fields: { [draft.kind]: 'required' } })
    setBusy(true)
    const done = await save({ lockId: lock.id, ...namesOf(draft) }).catch(() => null)
    setBusy(false)
    if (done?.ok) return onSaved()
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title', { name: lock.name })}
      description={t('keeps')}
      footer={
        <Button type="submit" form={form} tone="primary" busy={busy}>
          {t('save')}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <RadioGroup
          legend={t('kind')}
          name="kind"
          value={draft.kind}
          onValueChange={(kind) => setDraft({ ...draft, kind: kind as DoorDraft['kind'] })}
          options={[
            { value: 'room', label: t('room') },
            { value: 'door', label: t('door') },
            { value: 'none', label: t('none') },
          ]}
        />
        <DoorFields draft={draft} onDraft={setDraft} told={told} />
      </form>
      {told && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
    </Dialog>
  )
}
