'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { TextArea } from '@/components/ui/text-area'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { noteLimit } from '@/lib/shared-keys/contract'

interface NoteSaved {
  note: string | null
  changed: boolean
}

export interface NoteFormProps {
  note: string | null
  /** Without it the note can only be read. */
  save: ((note: string) => Promise<ActionResult<NoteSaved>>) | null
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: (saved: NoteSaved) => void
}

/** The desk's own words on a key that it did not issue. */
export function NoteForm({ note, save, words, onSaved }: NoteFormProps) {
  const t = useTranslations('sharedKeys.note')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (save === null) return
    const typed = new FormData(event.currentTarget).get('note')
    setBusy(true)
    const done = await save(typeof typed === 'string' ? typed : '').catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (done?.ok) return onSaved(done.data)
    setAttempt(attempt + 1)
  }

  return (
    <SectionCard title={t('title')}>
      {save === null ? (
        <p className={note === null ? 'text-soft' : 'whitespace-pre-wrap'}>{note ?? t('none')}</p>
      ) : (
        <form onSubmit={submit} noValidate className="flex flex-col gap-3">
          <FormErrors attempt={attempt} fieldCount={told?.fieldCount ?? 0} title={told?.title}>
            {told?.next}
          </FormErrors>
          <TextArea
            name="note"
            label={t('label')}
            hint={t('hint', { n: noteLimit })}
            defaultValue={note ?? ''}
            maxLength={noteLimit}
            error={told?.field('note')}
          />
          <Button type="submit" tone="primary" busy={busy} className="self-start">
            {t('save')}
          </Button>
        </form>
      )}
    </SectionCard>
  )
}
