import { getTranslations } from 'next-intl/server'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

/** Inside a property, beside its navigation; also what somebody sees who may not know that the entry exists. */
export default async function NotFound() {
  const t = await getTranslations('shell.notFound')
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <EmptyState
        icon="search"
        title={t('title')}
        actions={
          <LinkButton href="/" tone="primary">
            {t('home')}
          </LinkButton>
        }
      >
        {t('text')}
      </EmptyState>
    </>
  )
}
