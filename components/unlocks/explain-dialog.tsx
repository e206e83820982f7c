'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ExplainForm, type ExplainFormProps } from './explain-form'

interface ExplainDialogProps extends Omit<ExplainFormProps, 'more'> {
  door: string
  onClose: () => void
}

/** The reason that is still owed, from *To do*. */
export function ExplainDialog({ door, onClose, ...form }: ExplainDialogProps) {
  const t = useTranslations('unlocks.explain')
  return (
    <Dialog open size="small" onClose={onClose} title={t('title', { door })}>
      <ExplainForm {...form} more={<Button onClick={onClose}>{t('later')}</Button>} />
    </Dialog>
  )
}
