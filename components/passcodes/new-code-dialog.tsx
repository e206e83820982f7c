'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { readMoment } from '@/components/instructions/asked-window'
import { DoorWarnings } from '@/components/instructions/door-warnings'
import { newPressKey } from '@/components/instructions/press-key'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { Button } from '@/components/ui/button'
import { DateTimeField } from '@/components/ui/date-time-field'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { RadioGroup } from '@/components/ui/radio-group'
import type { OldCodeEnds } from '@/lib/passcodes/contract'
import { longWindowMs } from '@/lib/stays/rules'
import { toLocal } from '@/lib/time/zone'
import { IssuedCode } from './issued-code'
import type { CodeHouse, CodeView, PasscodeActions, Pressed } from './passcode-contract'
import { usePress } from './use-press'
import { useSeenDoor } from './use-seen-door'

export interface CodeDialogProps {
  view: CodeView
  house: CodeHouse
  actions: PasscodeActions
  onClose: () => void
}

/** *New code* (rule 4): one question – does somebody else know the old one? */
export function NewCodeDialog({ view, house, actions, onClose }: CodeDialogProps) {
  const t = useTranslations('passcodes')
  const id = useId()
  const [pressKey] = useState(newPressKey)
  const [oldEnds, setOldEnds] = useState<OldCodeEnds | ''>('')
  const [handOver, setHandOver] = useState('T')
  const [reason, setReason] = useState({ reason: '', note: '' })
  const [missing, setMissing] = useState<{ oldEnds?: string; handOver?: string }>({})
  const [issued, setIssued] = useState<Pressed | null>(null)
  const press = usePress(actions.words)
  const door = useSeenDoor(house.slug, view.code.lockId, view.now)
  const { code } = view
  const long = code.endsAt - Math.max(code.startsAt, view.now) > longWindowMs
  const needsReason = long || code.stayId === null
  const stillOpens = ['waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed'].includes(code.state)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const moment = readMoment(handOver)
    const faults = {
      ...(stillOpens && oldEnds === '' && { oldEnds: t('newCode.pick') }),
      ...(oldEnds === 'at' && !moment && { handOver: t('newCode.pickMoment') }),
    }
    setMissing(faults)
    if (Object.keys(faults).length > 0) return
    const asked = {
      pressKey,
      passcodeId: code.id,
      briefAt: door.briefAt,
      oldEnds: oldEnds || 'when-on-door',
      ...(oldEnds === 'at' && moment && { handOver: moment }),
      ...(needsReason && reason.reason && { reason: reason.reason, reasonNote: reason.note || undefined }),
    } as const
    const pressed = await press.run(() => door.ask(() => actions.replace(asked)))
    if (pressed) setIssued(pressed)
  }

  const title = t('newCode.title', { door: code.doorLabel })
  if (issued !== null) return <IssuedCode pressed={issued} {...{ title, house, actions, onClose }} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t('newCode.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('issue.leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={press.busy}>
            {t('newCode.submit')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <FormErrors attempt={press.attempt} fieldCount={press.refused?.fieldCount ?? 0} title={press.refused?.title}>
          {press.refused?.next}
        </FormErrors>
        {stillOpens ? (
          <RadioGroup
            legend={t('newCode.question')}
            name="old-ends"
            value={oldEnds}
            onValueChange={(value) => setOldEnds(value as OldCodeEnds)}
            error={missing.oldEnds}
            options={(['now', 'when-on-door', 'at'] as const).map((value) => ({
              value,
              label: t(`newCode.options.${value}.label`),
              hint: t(`newCode.options.${value}.hint`),
            }))}
          />
        ) : (
          <p>{t('newCode.oldGone')}</p>
        )}
        {oldEnds === 'at' && (
          <DateTimeField
            label={t('newCode.handOver')}
            value={handOver}
            onValueChange={setHandOver}
            today={toLocal(view.now, house.times.timeZone).date}
            error={missing.handOver ?? press.refused?.field('handOver')}
            required
          />
        )}
        {needsReason && (
          <ReasonFields
            reasons={house.reasons}
            value={reason}
            onChange={setReason}
            error={press.refused?.field('reason')}
            noteError={press.refused?.field('reasonNote')}
            hint={t(long ? 'issue.longNeedsReason' : 'issue.unnamedNeedsReason')}
          />
        )}
        {door.warnings && <DoorWarnings brief={door.warnings} startsAt={view.now} except={code.id} />}
      </form>
    </Dialog>
  )
}
