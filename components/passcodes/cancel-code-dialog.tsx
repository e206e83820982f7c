'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newPressKey } from '@/components/instructions/press-key'
import { useSaying } from '@/components/instructions/use-saying'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { CodeDialogProps } from './new-code-dialog'
import { usePress } from './use-press'

/** *Cancel code*: one question; the proof is the door's confirmation on the page behind it. */
export function CancelCodeDialog({ view, house, actions, onClose, onDone }: CodeDialogProps & { onDone: () => void }) {
  const t = useTranslations('passcodes.cancel')
  const say = useSaying(house.times.timeZone, view.now)
  const [pressKey] = useState(newPressKey)
  const press = usePress(actions.words)
  const { code } = view

  async function cancel() {
    if ((await press.run(() => actions.cancel({ pressKey, passcodeId: code.id }))) === null) return
    onDone()
    onClose()
  }

  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={cancel}
      busy={press.busy}
      title={t('title', { door: code.doorLabel })}
      confirmLabel={t('confirm')}
      leaveLabel={t('leave')}
      error={press.refused}
    >
      <p>
        {t('text', {
          who: code.guestName ?? code.bookingNumber ?? t('somebody'),
          until: say(code.endsAt),
        })}
      </p>
    </ConfirmDialog>
  )
}
