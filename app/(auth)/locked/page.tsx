import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { housePage } from '@/app/_entry/desk-page'
import { safePath } from '@/lib/auth/own-origin'
import { LockedScreen } from './locked-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.lock'))('title') }
}

/** Where a page leads that is asked for while the screen is locked: nothing but the way on. */
export default housePage(async ({ signedIn, locked }, { searchParams }: PageProps<'/locked'>) => {
  const to = safePath((await searchParams).to) ?? '/'
  if (signedIn) redirect(to)
  if (!locked) redirect(`/sign-in?${new URLSearchParams({ to })}`)
  const t = await getTranslations('shell.lock')
  const { personId, name } = locked.actor
  return (
    <>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <LockedScreen person={{ personId, name, email: locked.email }} to={to} />
    </>
  )
})
