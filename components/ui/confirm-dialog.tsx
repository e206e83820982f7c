'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Banner } from './banner'
import { Button } from './button'
import { Dialog } from './dialog'
import type { RefusalWords } from './refusal-words'

export interface ConfirmDialogProps {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  /** A question that names the thing: "Cancel the code of room 204?" */
  title: ReactNode
  /** What will be true afterwards, and what cannot be taken back. */
  children: ReactNode
  /** The verb of the title, never "OK". */
  confirmLabel: string
  /** The way out, when "Cancel" would be misread (as in cancelling something). */
  leaveLabel?: string
  danger?: boolean
  busy?: boolean
  /** Why the last try was refused. */
  error?: Pick<RefusalWords, 'title' | 'next'> | null
}

/** One question, one verb. The focus starts on the title, so that a stray Enter does nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useTranslations('ui')
  const { open, onClose, onConfirm, title, children, confirmLabel, leaveLabel, danger, busy, error } = props
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{leaveLabel ?? t('cancel')}</Button>
          <Button tone={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {error && (
        <Banner tone="problem" live>
          <strong className="font-semibold">{error.title}</strong> {error.next}
        </Banner>
      )}
    </Dialog>
  )
}
