'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { DoorWarnings } from '@/components/instructions/door-warnings'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { SourceNote } from '@/components/instructions/source-note'
import { Banner } from '@/components/ui/banner'
import { Checkbox } from '@/components/ui/checkbox'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { PermanentKeyAsked, PermanentKeyKind } from '@/lib/permanent-keys/contract'
import { otherReason } from '@/lib/properties/contract'

/** What stands in the form; kept by the dialog, so that nothing is lost when a try fails. */
export interface PermanentKeyDraft {
  reason: { reason: string; note: string }
  knows: boolean
}

export interface PermanentKeyFormProps {
  id: string
  kind: PermanentKeyKind
  brief: DoorBrief
  draft: PermanentKeyDraft
  onDraft: (draft: PermanentKeyDraft) => void
  /** Why the last press was refused. */
  refused: RefusalWords | null
  attempt: number
  onSubmit: (asked: Omit<PermanentKeyAsked, 'pressKey' | 'kind'>) => void
}

type Faults = Partial<Record<'reason' | 'reasonNote' | 'knows', string>>

/** What it means comes first, then why, then what else opens the door, then the tick that all of it was read. */
export function PermanentKeyForm(props: PermanentKeyFormProps) {
  const { id, kind, brief, draft, onDraft, refused, attempt, onSubmit } = props
  const t = useTranslations('permanentKeys')
  const faultWords = useTranslations('faults')
  const [own, setOwn] = useState<Faults>({})
  const [tries, setTries] = useState(0)
  const set = (change: Partial<PermanentKeyDraft>) => {
    setOwn({})
    onDraft({ ...draft, ...change })
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    const { reason, note } = draft.reason
    const faults: Faults = {
      ...(reason === '' && { reason: faultWords('required') }),
      ...(reason === otherReason && note.trim() === '' && { reasonNote: faultWords('required') }),
      ...(!draft.knows && { knows: t('knowsMissing') }),
    }
    setOwn(faults)
    if (Object.keys(faults).length > 0) {
      setTries(tries + 1)
      return
    }
    onSubmit({
      lockId: brief.door.id,
      reason,
      ...(reason === otherReason && { reasonNote: note.trim() }),
      knowsItNeverEnds: true,
      briefAt: brief.now,
    })
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors
        attempt={tries + attempt}
        fieldCount={Object.keys(own).length || (refused?.fieldCount ?? 0)}
        title={Object.keys(own).length > 0 ? undefined : refused?.title}
      >
        {refused?.next}
      </FormErrors>
      <Banner tone="attention" title={t(`warning.${kind}.title`)}>
        {t(`warning.${kind}.text`, { door: brief.door.label })}
      </Banner>
      <ReasonFields
        reasons={brief.reasons}
        value={draft.reason}
        onChange={(reason) => set({ reason })}
        error={own.reason ?? refused?.field('reason')}
        noteError={own.reasonNote ?? refused?.field('reasonNote')}
        hint={t('whyHint')}
      />
      <SourceNote source={brief.source} now={brief.now} />
      <DoorWarnings brief={brief} startsAt={brief.now} />
      <p>{t('once')}</p>
      <Checkbox
        label={t('knows')}
        checked={draft.knows}
        error={own.knows ?? refused?.field('knowsItNeverEnds')}
        onChange={(event) => set({ knows: event.target.checked })}
      />
    </form>
  )
}
