'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useMemo, useState } from 'react'
import { beginAt, offeredWindow, readMoment, readWindow, writeMoment } from '@/components/instructions/asked-window'
import { DoorWarnings } from '@/components/instructions/door-warnings'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { SourceNote } from '@/components/instructions/source-note'
import { useSaying } from '@/components/instructions/use-saying'
import { WindowFields } from '@/components/instructions/window-fields'
import { Banner } from '@/components/ui/banner'
import { Checkbox } from '@/components/ui/checkbox'
import { FormErrors } from '@/components/ui/form-errors'
import { TextArea } from '@/components/ui/text-area'
import { TextField } from '@/components/ui/text-field'
import type { DoorBrief } from '@/lib/front-desk/contract'
import { otherReason } from '@/lib/properties/contract'
import type { Instant } from '@/lib/time/clock'
import { toLocal } from '@/lib/time/zone'
import type { AskedCode, LostCode } from './passcode-contract'
import type { Press } from './use-press'

/** What stands in the form; kept by the dialog, so that nothing is lost when a try fails. */
export interface CodeDraft {
  guestName: string
  bookingNumber: string
  from: string
  until: string
  oneTime: boolean
  note: string
  reason: { reason: string; note: string }
}

/** Empty but for the window that is offered; in place of a code that is gone (rule 10) with its guest and what is left of its window. */
export function draftFor({ times, now }: Pick<DoorBrief, 'times' | 'now'>, lost?: LostCode): CodeDraft {
  const offered = offeredWindow(times, now)
  const at = (instant: Instant) => writeMoment(toLocal(instant, times.timeZone))
  return {
    guestName: lost?.guest ?? '',
    bookingNumber: '',
    from: lost && lost.startsAt > now ? at(lost.startsAt) : offered.from,
    until: lost ? at(lost.endsAt) : offered.until,
    oneTime: false,
    note: '',
    reason: { reason: '', note: '' },
  }
}

export interface IssueCodeFormProps {
  id: string
  brief: DoorBrief
  draft: CodeDraft
  onDraft: (draft: CodeDraft) => void
  press: Press
  mayIssueLong: boolean
  onSubmit: (asked: Omit<AskedCode, 'pressKey'>) => void
}

type Faults = Partial<Record<'from' | 'until' | 'guestName' | 'reason' | 'reasonNote', string>>

export function IssueCodeForm({ id, brief, draft, onDraft, press, mayIssueLong, onSubmit }: IssueCodeFormProps) {
  const t = useTranslations()
  const [own, setOwn] = useState<Faults>({})
  const [tries, setTries] = useState(0)
  const { times, now } = brief
  const window = useMemo(() => readWindow(draft.from, draft.until, times.timeZone, now), [draft, times, now])
  const unnamed = draft.guestName.trim() === '' && draft.bookingNumber.trim() === ''
  const needsReason = window.long || unnamed
  const set = (change: Partial<CodeDraft>) => {
    setOwn({})
    press.clear()
    onDraft({ ...draft, ...change })
  }
  const refused = (...names: string[]) => names.map((name) => press.refused?.field(name)).find(Boolean)

  function findFaults(): Faults {
    const required = t('faults.required')
    return {
      ...(window.startsAt === null && { from: required }),
      ...(window.endsAt === null ? { until: required } : window.fault && { until: t(`errors.${window.fault}.title`) }),
      ...(unnamed && !mayIssueLong && { guestName: t('passcodes.issue.guestNeeded') }),
      ...(window.long && !mayIssueLong && { until: t('errors.window-too-long.title') }),
      ...(needsReason && mayIssueLong && draft.reason.reason === '' && { reason: required }),
      ...(needsReason && draft.reason.reason === otherReason && !draft.reason.note.trim() && { reasonNote: required }),
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const faults = findFaults()
    setOwn(faults)
    const [from, until] = [readMoment(draft.from), readMoment(draft.until)]
    if (Object.keys(faults).length > 0 || !from || !until) return setTries(tries + 1)
    const reason = needsReason && draft.reason.reason ? draft.reason : null
    onSubmit({
      lockId: brief.door.id,
      guestName: draft.guestName,
      bookingNumber: draft.bookingNumber,
      from,
      until,
      oneTime: draft.oneTime,
      note: draft.note,
      reason: reason?.reason,
      reasonNote: reason?.note || undefined,
      briefAt: now,
    })
  }

  const marked = Object.keys(own).length || (press.refused?.fieldCount ?? 0)
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <FormErrors attempt={tries + press.attempt} fieldCount={marked} title={press.refused?.title}>
        {press.refused?.next}
      </FormErrors>
      <div className="grid gap-3 sm:grid-cols-[3fr_2fr]">
        <TextField
          data-autofocus
          label={t('passcodes.issue.for')}
          placeholder={t('passcodes.issue.guestName')}
          value={draft.guestName}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => set({ guestName: event.target.value })}
          error={own.guestName ?? refused('guestName')}
        />
        <TextField
          label={t('passcodes.issue.booking')}
          aside={t('ui.optional')}
          value={draft.bookingNumber}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => set({ bookingNumber: event.target.value })}
          error={refused('bookingNumber')}
        />
      </div>
      <WindowFields
        times={times}
        now={now}
        asked={window}
        from={{
          value: draft.from,
          onChange: (from) => set({ from: beginAt(from, draft.from, times, now) }),
          error: own.from ?? refused('from', 'from.date', 'from.time'),
        }}
        until={{
          value: draft.until,
          onChange: (until) => set({ until }),
          error: own.until ?? refused('until', 'until.date', 'until.time'),
        }}
        nightsFrom={Math.max(window.startsAt ?? now, now)}
        nightsLabel="nights"
      />
      {needsReason && mayIssueLong && (window.long || tries > 0 || draft.reason.reason !== '') && (
        <ReasonFields
          reasons={brief.reasons}
          value={draft.reason}
          onChange={(reason) => set({ reason })}
          error={own.reason ?? refused('reason')}
          noteError={own.reasonNote ?? refused('reasonNote')}
          hint={t(window.long ? 'passcodes.issue.longNeedsReason' : 'passcodes.issue.unnamedNeedsReason')}
        />
      )}
      <Checkbox
        label={t('passcodes.issue.oneTime')}
        hint={t('passcodes.issue.oneTimeHint')}
        checked={draft.oneTime}
        onChange={(event) => set({ oneTime: event.target.checked })}
      />
      <TextArea
        label={t('passcodes.issue.note')}
        aside={t('ui.optional')}
        rows={2}
        maxLength={500}
        value={draft.note}
        onChange={(event) => set({ note: event.target.value })}
        error={refused('note')}
      />
      <SourceNote source={brief.source} now={now} />
      <DoorReach brief={brief} />
      <p>{t('passcodes.issue.adds', { n: servingFrom(brief, window.startsAt ?? now) })}</p>
      <DoorWarnings brief={brief} startsAt={window.startsAt ?? now} />
    </form>
  )
}

/** "Adds a code; 1 other keeps working". */
function servingFrom({ openers }: DoorBrief, startsAt: Instant): number {
  return (openers ?? []).filter(({ why, endsAt }) => why === 'serves' && endsAt !== null && endsAt > startsAt).length
}

/** Whether the code would get to the door now; that it waits otherwise is said before it is asked for. */
function DoorReach({ brief }: { brief: DoorBrief }) {
  const t = useTranslations('passcodes.issue.reach')
  const say = useSaying(brief.timeZone, brief.now)
  const { label: door, reach } = brief.door
  if (reach === 'reachable' || reach === 'not-known') return null
  const since = brief.noContactSinceAt
  return (
    <Banner
      tone="attention"
      title={since === null ? t(`${reach}.title`, { door }) : t('no-contact.since', { door, since: say(since) })}
    >
      {t(`${reach}.text`)}
    </Banner>
  )
}
