import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { housePage } from '@/app/_entry/desk-page'
import { pendingSignInCookie, typedEmailCookie } from '@/app/_entry/sign-in-route'
import { SecondStepForm } from '@/components/staff/second-step-form'
import { SignInForm } from '@/components/staff/sign-in-form'
import { Banner } from '@/components/ui/banner'
import { TextLink } from '@/components/ui/text-link'
import { safePath } from '@/lib/auth/own-origin'
import { type ErrorCode, errorCodes } from '@/lib/errors/codes'
import { findPendingSignIn } from '@/lib/staff/pending-sign-in'
import { hasPeople } from '@/lib/staff/queries'
import { passkeysPossible } from '@/lib/staff/rules'
import { PasskeyScreen } from './passkey-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(errorCodes, code)

export default housePage(async (opened, { searchParams }: PageProps<'/sign-in'>) => {
  const { to, error: told, ended, out, step } = await searchParams
  if (opened.signedIn) redirect(safePath(to) ?? '/')
  if (!(await hasPeople(opened.house))) redirect('/setup')
  const jar = await cookies()
  const pending =
    step === 'code' ? await findPendingSignIn(opened.house, jar.get(pendingSignInCookie().name)?.value) : null
  const error = step === 'code' && !pending && !told ? 'sign-in-ended' : told
  const [t, errors] = [await getTranslations('signIn'), await getTranslations('errors')]
  const email = isErrorCode(error) ? (jar.get(typedEmailCookie().name)?.value ?? '') : ''
  return (
    <>
      <h1 className="text-xl font-semibold">{t(pending ? 'secondStep.title' : 'title')}</h1>
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
      {pending ? (
        <>
          <p className="text-soft">{t(pending.totp ? 'secondStep.text' : 'secondStep.textPasskey')}</p>
          <SecondStepForm to={safePath(to)} totp={pending.totp} />
          {pending.passkeys && <PasskeyScreen second to={safePath(to)} />}
          <TextLink href="/sign-in">{t('secondStep.again')}</TextLink>
          <p className="text-sm text-soft">{t('secondStep.lost')}</p>
        </>
      ) : (
        <>
          <SignInForm to={safePath(to)} email={email} />
          {passkeysPossible(opened.house.publicUrl) && <PasskeyScreen second={false} to={safePath(to)} />}
          <p className="text-sm text-soft">{t('forgotten')}</p>
        </>
      )}
    </>
  )
})
