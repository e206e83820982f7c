'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

interface ErrorPageProps {
  error: unknown
  retry: () => void
}

/** A page that threw. The message stays on the server; the reference finds it in the log. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations('shell.failed')
  const reference = (error as { digest?: string } | null)?.digest
  return (
    <div role="alert" className="mx-auto flex min-h-[50dvh] max-w-xl flex-col items-start justify-center gap-3 px-4">
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p>{t('text')}</p>
      <Button tone="primary" icon="refresh" onClick={() => retry()}>
        {t('retry')}
      </Button>
      {reference && <p className="text-sm text-soft">{t('reference', { id: reference })}</p>}
    </div>
  )
}
