'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'

export interface AccountQuestionProps {
  question: 'disable' | 'enable' | 'reset'
  name: string
  confirm: () => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onClose: () => void
}

/** What will be true of the account afterwards, asked before it is. */
export function AccountQuestion({ question, name, confirm, words, onClose }: AccountQuestionProps) {
  const t = useTranslations(`staff.${question}`)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function press() {
    setBusy(true)
    const done = await confirm().catch(() => null)
    if (done?.ok) return
    setBusy(false)
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={press}
      title={t('title', { name })}
      confirmLabel={t('confirm')}
      danger={question !== 'enable'}
      busy={busy}
      error={told}
    >
      <p>{t('text')}</p>
    </ConfirmDialog>
  )
}
