'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { RadioGroup } from '@/components/ui/radio-group'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Select } from '@/components/ui/select'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { type ChangedLock, type ConcernedKey, type LockChange, type LockView, lockChanges } from '@/lib/locks/contract'
import type { Instant } from '@/lib/time/clock'
import { ChangedLockList } from './changed-lock-list'
import { type DoorDraft, DoorFields, namesOf } from './door-fields'

export interface ChangeLockDialogProps {
  lock: Pick<LockView, 'id' | 'name' | 'label'>
  /** Locks without a door yet: one of them may hang there now. */
  unnamed: readonly Pick<LockView, 'id' | 'name'>[]
  change: (input: {
    lockId: LockView['id']
    change: LockChange
    successorId: LockView['id'] | null
    room: string | null
    door: string | null
    floor: string | null
  }) => Promise<ActionResult<ChangedLock>>
  words: (refusal: Refusal | null) => RefusalWords | null
  say: (at: Instant) => string
  /** Opens *Issue code* over this dialog, for a guest who lost a key; absent for who may not. */
  onIssue?: ((door: NonNullable<ChangedLock['setUpAt']>, lost: ConcernedKey) => void) | undefined
  onClose: () => void
}

/** *Replaced*, *Reset*, *Moved* (rule 10): what it means is said before; what is gone and to be set up again, after. */
export function ChangeLockDialog({ lock, unnamed, change, words, say, onIssue, onClose }: ChangeLockDialogProps) {
  const t = useTranslations('locks.change')
  const form = useId()
  const [what, setWhat] = useState<LockChange | null>(null)
  const [successor, setSuccessor] = useState('')
  const [draft, setDraft] = useState<DoorDraft>({ kind: 'room', label: '', floor: '' })
  const [unpicked, setUnpicked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [changed, setChanged] = useState<ChangedLock | null>(null)
  const told = words(refusal)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (what === null) {
      setUnpicked(true)
      return
    }
    setBusy(true)
    const names = what === 'moved' ? namesOf(draft) : { room: null, door: null, floor: null }
    const successorId = what === 'replaced' ? (unnamed.find(({ id }) => id === successor)?.id ?? null) : null
    const done = await change({ lockId: lock.id, change: what, successorId, ...names }).catch(() => null)
    setBusy(false)
    if (done?.ok) setChanged(done.data)
    else setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
  }

  if (changed) {
    return (
      <Dialog open onClose={onClose} title={t('done')} footer={<Button onClick={onClose}>{t('close')}</Button>}>
        <ChangedLockList changed={changed} say={say} onIssue={onIssue} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title', { name: lock.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('leave')}</Button>
          <Button type="submit" form={form} tone="danger" busy={busy}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <RadioGroup
          legend={t('what')}
          name="what"
          value={what ?? ''}
          onValueChange={(value) => setWhat(value as LockChange)}
          error={unpicked && what === null ? t('pick') : undefined}
          options={lockChanges.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
        />
        {what === 'replaced' && (
          <Select
            label={t('successor')}
            value={successor}
            onChange={(event) => setSuccessor(event.target.value)}
            placeholder={t('successorLater')}
            options={unnamed.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {what === 'moved' && <DoorFields draft={draft} onDraft={setDraft} told={told} />}
      </form>
      {told && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
    </Dialog>
  )
}
