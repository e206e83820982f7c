import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { signOut } from '@/app/_actions/session'
import { personPage } from '@/app/_entry/desk-page'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { listPropertiesOf } from '@/lib/properties/queries'

/** The way in: the one property, a choice of several, or words when there is none. */
export default personPage(async (ctx) => {
  const properties = await listPropertiesOf(ctx)
  const [only, ...others] = properties
  if (only && others.length === 0) redirect(`/${only.slug}`)
  const t = await getTranslations()
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-4 px-4 py-8">
      <h1 className={only ? 'text-xl font-semibold' : 'sr-only'}>{t('signIn.choose.title')}</h1>
      {only ? (
        <ul className="flex flex-col gap-2">
          {properties.map(({ slug, name }) => (
            <li key={slug}>
              <LinkButton href={`/${slug}`} className="w-full justify-start">
                {name}
              </LinkButton>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState icon="door" title={t('signIn.choose.none')}>
          {t('signIn.choose.noneText')}
        </EmptyState>
      )}
      <form action={signOut}>
        <Button type="submit" tone="quiet" icon="sign-out">
          {t('shell.person.signOut')}
        </Button>
      </form>
    </main>
  )
})
