'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useMemo, useState } from 'react'
import { beginAt, readMoment, readWindow } from '@/components/instructions/asked-window'
import { DoorWarnings } from '@/components/instructions/door-warnings'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { SourceNote } from '@/components/instructions/source-note'
import { WindowFields } from '@/components/instructions/window-fields'
import { Checkbox } from '@/components/ui/checkbox'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { GuestKeyAsked } from '@/lib/guest-keys/contract'
import { otherReason } from '@/lib/properties/contract'

/** What stands in the form; kept by the dialog, so that nothing is lost when a try fails. */
export interface GuestKeyDraft {
  guestName: string
  bookingNumber: string
  from: string
  until: string
  reason: { reason: string; note: string }
  knows: boolean
}

export interface GuestKeyFormProps {
  id: string
  brief: DoorBrief
  draft: GuestKeyDraft
  onDraft: (draft: GuestKeyDraft) => void
  /** Why the last press was refused. */
  refused: RefusalWords | null
  attempt: number
  onSubmit: (asked: Omit<GuestKeyAsked, 'pressKey'>) => void
}

type Faults = Partial<Record<'guestName' | 'from' | 'until' | 'reason' | 'reasonNote' | 'knows', string>>

export function GuestKeyForm({ id, brief, draft, onDraft, refused, attempt, onSubmit }: GuestKeyFormProps) {
  const t = useTranslations()
  const [own, setOwn] = useState<Faults>({})
  const [tries, setTries] = useState(0)
  const { times, now, may } = brief
  const { from, until } = draft
  const window = useMemo(() => readWindow(from, until, times.timeZone, now), [from, until, times, now])
  const set = (change: Partial<GuestKeyDraft>) => {
    setOwn({})
    onDraft({ ...draft, ...change })
  }
  const told = (...names: string[]) => names.map((name) => refused?.field(name)).find(Boolean)

  function findFaults(): Faults {
    const required = t('faults.required')
    const { reason, note } = draft.reason
    return {
      ...(draft.guestName.trim() === '' &&
        draft.bookingNumber.trim() === '' && { guestName: t('guestKeys.form.guestNeeded') }),
      ...(window.startsAt === null && { from: required }),
      ...(window.endsAt === null ? { until: required } : window.fault && { until: t(`errors.${window.fault}.title`) }),
      ...(window.long && !may.issueLong && { until: t('errors.window-too-long.title') }),
      ...(window.long && may.issueLong && reason === '' && { reason: required }),
      ...(window.long && reason === otherReason && !note.trim() && { reasonNote: required }),
      ...(!draft.knows && { knows: t('guestKeys.form.knowsMissing') }),
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    const faults = findFaults()
    setOwn(faults)
    const [begin, end] = [readMoment(from), readMoment(until)]
    if (Object.keys(faults).length > 0 || !begin || !end) {
      setTries(tries + 1)
      return
    }
    const { reason, note } = draft.reason
    onSubmit({
      lockId: brief.door.id,
      guestName: draft.guestName,
      bookingNumber: draft.bookingNumber,
      from: begin,
      until: end,
      knowsItCannotBeRecalled: true,
      briefAt: now,
      ...(window.long && { reason, ...(reason === otherReason && { reasonNote: note.trim() }) }),
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
      <div className="grid gap-3 sm:grid-cols-[3fr_2fr]">
        <TextField
          data-autofocus
          label={t('guestKeys.form.for')}
          placeholder={t('guestKeys.form.guestName')}
          value={draft.guestName}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => set({ guestName: event.target.value })}
          error={own.guestName ?? told('guestName')}
        />
        <TextField
          label={t('guestKeys.form.booking')}
          value={draft.bookingNumber}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => set({ bookingNumber: event.target.value })}
          error={told('bookingNumber')}
        />
      </div>
      <WindowFields
        times={times}
        now={now}
        asked={window}
        from={{
          value: from,
          onChange: (next) => set({ from: beginAt(next, from, times, now) }),
          error: own.from ?? told('from', 'from.date', 'from.time'),
        }}
        until={{
          value: until,
          onChange: (next) => set({ until: next }),
          error: own.until ?? told('until', 'until.date', 'until.time'),
        }}
        nightsFrom={Math.max(window.startsAt ?? now, now)}
        nightsLabel="nights"
      />
      {window.long && may.issueLong && (
        <ReasonFields
          reasons={brief.reasons}
          value={draft.reason}
          onChange={(reason) => set({ reason })}
          error={own.reason ?? told('reason')}
          noteError={own.reasonNote ?? told('reasonNote')}
          hint={t('guestKeys.form.longNeedsReason')}
        />
      )}
      <SourceNote source={brief.source} now={now} />
      <DoorWarnings brief={brief} startsAt={window.startsAt ?? now} />
      <Checkbox
        label={t('guestKeys.form.knows')}
        hint={t('guestKeys.form.knowsHint')}
        checked={draft.knows}
        error={own.knows ?? told('knowsItCannotBeRecalled')}
        onChange={(event) => set({ knows: event.target.checked })}
      />
    </form>
  )
}
