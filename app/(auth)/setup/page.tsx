import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { housePage } from '@/app/_entry/desk-page'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { settings } from '@/lib/env/settings'
import { hasPeople } from '@/lib/staff/queries'
import { timeZones } from '@/lib/time/zone-list'
import { SetUpScreen } from './set-up-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn.setUp'))('title') }
}

export default housePage(async ({ house }) => {
  const t = await getTranslations()
  if (await hasPeople(house)) {
    return (
      <>
        <h1 className="sr-only">{t('signIn.setUp.title')}</h1>
        <EmptyState
          icon="check-circle"
          title={t('errors.setup-closed.title')}
          actions={
            <LinkButton href="/sign-in" tone="primary">
              {t('signIn.submit')}
            </LinkButton>
          }
        >
          {t('errors.setup-closed.next')}
        </EmptyState>
      </>
    )
  }
  const { PROPERTY_NAME = '', PROPERTY_TIME_ZONE = '' } = settings()
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold">{t('signIn.setUp.title')}</h1>
        <p className="text-soft">{t('signIn.setUp.text')}</p>
      </div>
      <SetUpScreen timeZones={timeZones()} propertyName={PROPERTY_NAME} timeZone={PROPERTY_TIME_ZONE} />
    </>
  )
})
