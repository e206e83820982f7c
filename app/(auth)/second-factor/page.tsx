import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { askPasskeyAgain, askPasskeyToSignIn } from '@/app/_actions/factor'
import { lockScreen, signInAgain, signOut } from '@/app/_actions/session'
import { housePage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { StepUpProvider } from '@/components/shell/step-up'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { getOwnFactors } from '@/lib/staff/queries'
import { FactorScreen } from './factor-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn.secondFactor'))('title') }
}

/** Where a role that needs a second factor leads once the week without is over; and where the console's code leads. */
export default housePage(async ({ signedIn, locked, house }) => {
  if (locked) redirect('/locked')
  if (!signedIn) redirect('/sign-in')
  if (signedIn.oneTimePassword) redirect('/new-password')
  const t = await getTranslations('signIn.secondFactor')
  const { name } = signedIn.actor
  const { state } = signedIn.secondFactor
  return (
    <ClientMessages namespaces={['staff']}>
      <StepUpProvider
        person={{ personId: signedIn.actor.personId, name: signedIn.actor.name, email: signedIn.email }}
        idleMs={signedIn.idleMs}
        lockScreen={lockScreen}
        factors={signedIn.factors}
        signInAgain={signInAgain}
        askPasskey={askPasskeyAgain}
        askPasskeyToSignIn={askPasskeyToSignIn}
      >
        <div>
          <h1 className="text-xl font-semibold">{t('title')}</h1>
          {state !== 'yes' && <p className="text-soft">{t(state === 'missing' ? 'needed' : 'offered', { name })}</p>}
        </div>
        <FactorScreen factors={await getOwnFactors(house)} publicUrl={house.publicUrl} />
        {state !== 'missing' && (
          <LinkButton href="/" tone={state === 'yes' ? 'primary' : 'plain'}>
            {t(state === 'yes' ? 'done' : 'later')}
          </LinkButton>
        )}
        <form action={signOut}>
          <Button type="submit" tone="quiet" icon="sign-out">
            {t('signOut')}
          </Button>
        </form>
      </StepUpProvider>
    </ClientMessages>
  )
})
