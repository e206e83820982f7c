'use client'

import { useTranslations } from 'next-intl'
import type { GatewayBurden } from '@/lib/gateways/contract'

/** "2 codes, 1 cancel", or that nothing waits. */
export function WaitingWords({ codesWaiting, cancelsWaiting }: Pick<GatewayBurden, 'codesWaiting' | 'cancelsWaiting'>) {
  const t = useTranslations('gateways')
  const parts = [
    ...(codesWaiting > 0 ? [t('codes', { n: codesWaiting })] : []),
    ...(cancelsWaiting > 0 ? [t('cancels', { n: cancelsWaiting })] : []),
  ]
  return parts.length === 0 ? <span className="text-soft">{t('nothingWaits')}</span> : parts.join(', ')
}
