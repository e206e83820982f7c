'use client'

import { useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import { useLeaving } from '@/components/ui/use-leaving'

/** The one moment in which they can be read. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTranslations('staff.factor.recovery')
  const { leave, question } = useLeaving(true, onClose, {
    title: t('leave.title'),
    text: t('leave.text'),
    leave: t('kept'),
    stay: t('leave.stay'),
  })
  return (
    <>
      <Dialog
        open
        onClose={leave}
        title={t('title')}
        footer={
          <Button tone="primary" onClick={onClose}>
            {t('kept')}
          </Button>
        }
      >
        <Banner tone="attention">{t('once')}</Banner>
        <ul aria-label={t('list')} className="grid grid-cols-2 gap-x-6 gap-y-1 font-mono text-lg select-all">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <CopyButton text={codes.join('\n')} />
      </Dialog>
      {question}
    </>
  )
}
