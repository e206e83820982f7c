'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from './confirm-dialog'

interface LeaveWords {
  title: string
  text: string
  leave: string
  stay: string
}

/**
 * The way out of a dialog: asks first while something would be lost. `leave` goes where `onClose` went, `question` beside the
 * dialog; without `words` it is what was typed that would be lost.
 */
export function useLeaving(
  wouldLose: boolean,
  onClose: () => void,
  words?: LeaveWords,
): { leave: () => void; question: ReactNode } {
  const t = useTranslations('ui.dialog')
  const [asking, setAsking] = useState(false)
  return {
    leave: () => (wouldLose ? setAsking(true) : onClose()),
    question: asking && (
      <ConfirmDialog
        open
        onClose={() => setAsking(false)}
        onConfirm={onClose}
        title={words?.title ?? t('leave')}
        confirmLabel={words?.leave ?? t('drop')}
        leaveLabel={words?.stay ?? t('stay')}
      >
        <p>{words?.text ?? t('lost')}</p>
      </ConfirmDialog>
    ),
  }
}
