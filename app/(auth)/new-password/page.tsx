import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { signOut } from '@/app/_actions/session'
import { housePage } from '@/app/_entry/desk-page'
import { Button } from '@/components/ui/button'
import { NewPasswordScreen } from './new-password-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn.newPassword'))('title') }
}

/** Where a password that was handed out leads, and nowhere else. */
export default housePage(async ({ signedIn, locked }) => {
  if (locked) redirect('/locked')
  if (!signedIn) redirect('/sign-in')
  if (!signedIn.oneTimePassword) redirect('/')
  const t = await getTranslations('signIn.newPassword')
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold">{t('title')}</h1>
        <p className="text-soft">{t('text', { name: signedIn.actor.name })}</p>
      </div>
      <NewPasswordScreen email={signedIn.email} />
      <form action={signOut}>
        <Button type="submit" tone="quiet" icon="sign-out">
          {t('signOut')}
        </Button>
      </form>
    </>
  )
})
