import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { openPage } from '@/app/_entry/request-facts'
import { typedEmailCookie } from '@/app/_entry/sign-in-route'
import { SignInForm } from '@/components/staff/sign-in-form'
import { Banner } from '@/components/ui/banner'
import { safePath } from '@/lib/auth/own-origin'
import { type ErrorCode, errorCodes } from '@/lib/errors/codes'
import { hasPeople } from '@/lib/staff/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorCodes, code)

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { to, error, ended, out } = await searchParams
  const opened = await openPage(null)
  if (opened.signedIn) redirect(safePath(to) ?? '/')
  if (!(await hasPeople(opened.house))) redirect('/setup')
  const [t, errors] = [await getTranslations('signIn'), await getTranslations('errors')]
  const email = isErrorCode(error) ? ((await cookies()).get(typedEmailCookie().name)?.value ?? '') : ''
  return (
    <>
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      {isErrorCode(error) ? (
        <Banner tone="problem" live title={errors(`${error}.title`)}>
          {errors(`${error}.next`)}
        </Banner>
      ) : (
        <>
          {ended && (
            <Banner live title={t('ended.title')}>
              {t('ended.text')}
            </Banner>
          )}
          {out && !ended && <Banner live title={t('signedOut')} />}
        </>
      )}
      <SignInForm to={safePath(to)} email={email} />
      <p className="text-sm text-soft">{t('forgotten')}</p>
    </>
  )
}
