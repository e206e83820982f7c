'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { nightsUntil, readMoment, readWindow, writeMoment } from '@/components/instructions/asked-window'
import { DoorWarnings } from '@/components/instructions/door-warnings'
import { newPressKey } from '@/components/instructions/press-key'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { useSaying } from '@/components/instructions/use-saying'
import { WindowFields } from '@/components/instructions/window-fields'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { toLocal } from '@/lib/time/zone'
import { IssuedCode } from './issued-code'
import type { CodeDialogProps } from './new-code-dialog'
import type { Pressed } from './passcode-contract'
import { usePress } from './use-press'
import { useSeenDoor } from './use-seen-door'

/** *Extend* (rule 4): a new code until later; the old one keeps working until the new one is on the door. */
export function ExtendCodeDialog({ view, house, actions, onClose }: CodeDialogProps) {
  const t = useTranslations('passcodes')
  const id = useId()
  const { code, now } = view
  const { times } = house
  const [pressKey] = useState(newPressKey)
  const from = Math.max(code.endsAt, now)
  const [until, setUntil] = useState(() => nightsUntil(times, from, 1))
  const [reason, setReason] = useState({ reason: '', note: '' })
  const [fault, setFault] = useState<string | undefined>()
  const [issued, setIssued] = useState<Pressed | null>(null)
  const press = usePress(actions.words)
  const door = useSeenDoor(house.slug, view.code.lockId, view.now)
  const say = useSaying(times.timeZone, now)
  const window = readWindow(writeMoment(toLocal(code.startsAt, times.timeZone)), until, times.timeZone, now)
  const needsReason = window.long || code.stayId === null

  async function submit(event: FormEvent) {
    event.preventDefault()
    const moment = readMoment(until)
    if (!moment) return setFault(t('extend.pick'))
    if (window.fault) return setFault(t('extend.later', { until: say(code.endsAt) }))
    const asked = {
      pressKey,
      passcodeId: code.id,
      briefAt: door.briefAt,
      until: moment,
      oldEnds: 'when-on-door' as const,
      ...(needsReason && reason.reason && { reason: reason.reason, reasonNote: reason.note || undefined }),
    }
    const pressed = await press.run(() => door.ask(() => actions.replace(asked)))
    if (pressed) setIssued(pressed)
  }

  const title = t('extend.title', { door: code.doorLabel })
  if (issued !== null) return <IssuedCode pressed={issued} {...{ title, house, actions, onClose }} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t('extend.description', { until: say(code.endsAt) })}
      footer={
        <>
          <Button onClick={onClose}>{t('issue.leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={press.busy}>
            {t('extend.submit')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <FormErrors attempt={press.attempt} fieldCount={press.refused?.fieldCount ?? 0} title={press.refused?.title}>
          {press.refused?.next}
        </FormErrors>
        <WindowFields
          times={times}
          now={now}
          asked={window}
          until={{
            value: until,
            onChange: (value) => {
              setFault(undefined)
              press.clear()
              setUntil(value)
            },
            error: fault ?? press.refused?.field('until'),
          }}
          nightsFrom={from}
          nightsLabel="moreNights"
        />
        {needsReason && (
          <ReasonFields
            reasons={house.reasons}
            value={reason}
            onChange={setReason}
            error={press.refused?.field('reason')}
            noteError={press.refused?.field('reasonNote')}
            hint={t(window.long ? 'issue.longNeedsReason' : 'issue.unnamedNeedsReason')}
          />
        )}
        <p>{t('extend.how')}</p>
        {door.warnings && <DoorWarnings brief={door.warnings} startsAt={view.now} except={code.id} />}
      </form>
    </Dialog>
  )
}
