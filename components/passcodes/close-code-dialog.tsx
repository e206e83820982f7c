'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { useSaying } from '@/components/instructions/use-saying'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { TextArea } from '@/components/ui/text-area'
import type { CodeDialogProps } from './new-code-dialog'
import { usePress } from './use-press'

/** *Close* for a possible unknown code (I4): what was done about it, for whoever reads it later. */
export function CloseCodeDialog({ view, house, actions, onClose, onDone }: CodeDialogProps & { onDone: () => void }) {
  const t = useTranslations('passcodes')
  const id = useId()
  const say = useSaying(house.times.timeZone, view.now)
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState<string | undefined>()
  const press = usePress(actions.words)
  const { code } = view

  async function close(event: FormEvent) {
    event.preventDefault()
    if (note.trim() === '') return setMissing(t('close.noteNeeded'))
    if ((await press.run(() => actions.close({ passcodeId: code.id, note }))) === null) return
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
        <TextArea
          label={t('close.note')}
          hint={t('close.noteHint')}
          value={note}
          maxLength={500}
          onChange={(event) => {
            setMissing(undefined)
            setNote(event.target.value)
          }}
          error={missing ?? press.refused?.field('note')}
        />
      </form>
    </Dialog>
  )
}
