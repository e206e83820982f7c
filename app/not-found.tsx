import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkButton } from '@/components/ui/link-button'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell.notFound')
  return { title: t('title') }
}

/** Also what somebody sees who may not know that the entry exists. */
export default async function NotFound() {
  const t = await getTranslations('shell.notFound')
  return (
    <main className="mx-auto flex min-h-[60dvh] max-w-xl flex-col items-start justify-center gap-3 px-4">
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p>{t('text')}</p>
      <LinkButton href="/" tone="primary">
        {t('home')}
      </LinkButton>
    </main>
  )
}
