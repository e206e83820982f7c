'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { TextArea } from '@/components/ui/text-area'
import type { CodeDialogProps } from './new-code-dialog'
import { usePress } from './use-press'

/** *Note* on a possible unknown code (I4): what the desk found out or did, for the manager who closes it. */
export function NoteCaseDialog({ view, actions, onClose, onDone }: CodeDialogProps & { onDone: () => void }) {
  const t = useTranslations('passcodes')
  const id = useId()
  const { code } = view
  const [note, setNote] = useState(code.caseNote ?? '')
  const press = usePress(actions.words)

  async function save(event: FormEvent) {
    event.preventDefault()
    if ((await press.run(() => actions.noteCase({ passcodeId: code.id, note }))) === null) return
    onDone()
    onClose()
  }

  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t('noteCase.title', { door: code.doorLabel })}
      footer={
        <>
          <Button onClick={onClose}>{t('issue.leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={press.busy}>
            {t('noteCase.submit')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={save} className="flex flex-col gap-4">
        <FormErrors attempt={press.attempt} fieldCount={press.refused?.fieldCount ?? 0} title={press.refused?.title}>
          {press.refused?.next}
        </FormErrors>
        <TextArea
          label={t('noteCase.label')}
          hint={t('noteCase.hint')}
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
          error={press.refused?.field('note')}
        />
      </form>
    </Dialog>
  )
}
