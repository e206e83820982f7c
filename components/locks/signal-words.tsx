'use client'

import { useTranslations } from 'next-intl'
import { signalBand } from '@/lib/locks/rules'

/** "−71 dBm good" (R9). Of a lock that was never asked about, nothing is known: that is not the same as not heard. */
export function SignalWords({ dbm, asked = true }: { dbm: number | null; asked?: boolean }) {
  const t = useTranslations('locks')
  const band = signalBand(dbm)
  if (dbm === null || band === 'not-heard')
    return <span className="text-soft">{t(dbm === null && !asked ? 'bands.not-known' : 'bands.not-heard')}</span>
  return (
    <span className="tabular-nums">
      {t('signal', { dbm: String(dbm).replace('-', '−'), band: t(`bands.${band}`) })}
    </span>
  )
}
