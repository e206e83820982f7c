'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { ReasonFields } from '@/components/instructions/reason-fields'
import { useSaying } from '@/components/instructions/use-saying'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { CodeDialogProps } from './new-code-dialog'
import { usePress } from './use-press'

/** *Close* for a possible unknown code (I4): with a reason from the list, once somebody has looked into it. */
export function CloseCodeDialog({ view, house, actions, onClose, onDone }: CodeDialogProps & { onDone: () => void }) {
  const t = useTranslations('passcodes')
  const id = useId()
  const say = useSaying(house.times.timeZone, view.now)
  const [reason, setReason] = useState({ reason: '', note: '' })
  const press = usePress(actions.words)
  const { code } = view

  async function close(event: FormEvent) {
    event.preventDefault()
    const asked = { passcodeId: code.id, reason: reason.reason, reasonNote: reason.note || undefined }
    if ((await press.run(() => actions.close(asked))) === null) return
    onDone()
    onClose()
  }

  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t('close.title', { door: code.doorLabel })}
      footer={
        <>
          <Button onClick={onClose}>{t('issue.leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={press.busy}>
            {t('close.submit')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={close} className="flex flex-col gap-4">
        <FormErrors attempt={press.attempt} fieldCount={press.refused?.fieldCount ?? 0} title={press.refused?.title}>
          {press.refused?.next}
        </FormErrors>
        <p>{t('close.text', { until: say(code.endsAt) })}</p>
        {code.caseNote !== null && <p className="whitespace-pre-wrap">{t('close.found', { note: code.caseNote })}</p>}
        <ReasonFields
          reasons={house.reasons}
          value={reason}
          onChange={setReason}
          hint={t('close.reasonHint')}
          error={press.refused?.field('reason')}
          noteError={press.refused?.field('reasonNote')}
        />
      </form>
    </Dialog>
  )
}
