'use client'

import { useTranslations } from 'next-intl'
import { signalBand } from '@/lib/locks/rules'

/** "−71 dBm good" (R9). */
export function SignalWords({ dbm }: { dbm: number | null }) {
  const t = useTranslations('locks')
  const band = signalBand(dbm)
  if (dbm === null || band === 'not-heard') return <span className="text-soft">{t('bands.not-heard')}</span>
  return (
    <span className="tabular-nums">
      {t('signal', { dbm: String(dbm).replace('-', '−'), band: t(`bands.${band}`) })}
    </span>
  )
}
