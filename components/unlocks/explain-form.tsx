'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { otherReason } from '@/lib/properties/contract'
import type { EntryExplained } from '@/lib/unlocks/contract'

export interface ExplainFormProps {
  instructionId: EntryExplained['instructionId']
  reasons: readonly string[]
  explain: (said: EntryExplained) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: () => void
  /** Beside the button. */
  more?: ReactNode
}

/** Why somebody entered in an emergency: picked from the list, *Other* typed; once and for good. */
export function ExplainForm({ instructionId, reasons, explain, words, onSaved, more }: ExplainFormProps) {
  const t = useTranslations('unlocks.explain')
  const [value, setValue] = useState({ reason: '', note: '' })
  const [faults, setFaults] = useState<{ reason?: string | undefined; note?: string | undefined }>({})
  const [refused, setRefused] = useState<Pick<RefusalWords, 'title' | 'next'> | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const note = value.reason === otherReason ? value.note.trim() : ''

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    const missing = {
      ...(value.reason === '' && { reason: t('missing') }),
      ...(value.reason === otherReason && note === '' && { note: t('noteMissing') }),
    }
    setFaults(missing)
    setRefused(null)
    if (Object.keys(missing).length > 0) return setAttempt(attempt + 1)
    setBusy(true)
    const said = { instructionId, reason: value.reason, ...(note !== '' && { reasonNote: note }) }
    const done = await explain(said).catch(() => null)
    setBusy(false)
    if (done?.ok) return onSaved()
    const told = words(done ? done.error : { code: 'unexpected', requestId: '' })
    setFaults({ reason: told?.field('reason'), note: told?.field('reasonNote') })
    setRefused(told)
    setAttempt(attempt + 1)
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors attempt={attempt} fieldCount={Object.values(faults).filter(Boolean).length} title={refused?.title}>
        {refused?.next}
      </FormErrors>
      <ReasonFields
        reasons={reasons}
        value={value}
        onChange={setValue}
        error={faults.reason}
        noteError={faults.note}
        hint={t('hint')}
      />
      <div className="flex flex-wrap justify-end gap-2">
        {more}
        <Button type="submit" tone="primary" busy={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
