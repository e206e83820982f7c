'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog } from '@/components/ui/dialog'
import type { OneTimePassword } from '@/lib/staff/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'

export interface OneTimePasswordDialogProps {
  made: OneTimePassword
  timeZone: string
  onClose: () => void
}

/** The one moment in which a handed-out password can be read. */
export function OneTimePasswordDialog({ made, timeZone, onClose }: OneTimePasswordDialogProps) {
  const t = useTranslations('staff.oneTime')
  const locale = useLocale()
  const { name, email, password, until } = made
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title', { name })}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      {password === null || until === null ? (
        <p>{t('existing', { name })}</p>
      ) : (
        <>
          <Banner tone="attention">{t('once')}</Banner>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2">
            <dt className="text-soft">{t('email')}</dt>
            <dd>{email}</dd>
            <dt className="text-soft">{t('password')}</dt>
            <dd className="flex flex-wrap items-center gap-3">
              <span className="font-mono text-lg select-all">{password}</span>
              <CopyButton text={password} size="small" />
            </dd>
          </dl>
          <p className="text-soft">{t('until', { until: sayWholeMoment(until, { zone: timeZone, locale }) })}</p>
        </>
      )}
    </Dialog>
  )
}
