import { notFound } from 'next/navigation'
import { askPasskeyAgain, askPasskeyToSignIn } from '@/app/_actions/factor'
import { dismissInstruction } from '@/app/_actions/instruction'
import { markNoticeSeen } from '@/app/_actions/notice'
import { searchDesk } from '@/app/_actions/search'
import { chooseLanguage, lockScreen, signInAgain, signOut } from '@/app/_actions/session'
import { deskPage } from '@/app/_entry/desk-page'
import { openPage } from '@/app/_entry/request-facts'

import { ClientMessages } from '@/components/shell/client-messages'
import { type PlaceName, placesOf } from '@/components/shell/navigation'
import { ShellFrame } from '@/components/shell/shell-frame'
import { StepUpProvider } from '@/components/shell/step-up'
import type { Permission } from '@/lib/access/permissions'
import { mayDo } from '@/lib/access/require-permission'
import { listPropertiesOf } from '@/lib/properties/queries'
import { Alarms } from './alarms'
import { FactorNotice } from './factor-notice'

/** What opens an area; the settings always have one's own account. */
const needed: Partial<Record<PlaceName, Permission>> = {
  desk: 'lock.see',
  locks: 'lock.see',
  gateways: 'gateway.see',
  keys: 'passcode.see',
  activity: 'activity.see-own',
}

export default deskPage(async (ctx, { children }: LayoutProps<'/[property]'>) => {
  const { slug } = ctx.property
  const { signedIn } = await openPage(slug)
  if (!signedIn) notFound()
  const places = placesOf(slug).filter(({ name }) => {
    const permission = needed[name]
    return permission === undefined || mayDo(ctx, permission)
  })
  return (
    <StepUpProvider
      person={{ personId: signedIn.actor.personId, name: signedIn.actor.name, email: signedIn.email }}
      idleMs={signedIn.idleMs}
      lockScreen={lockScreen}
      factors={signedIn.factors}
      signInAgain={signInAgain}
      askPasskey={askPasskeyAgain}
      askPasskeyToSignIn={askPasskeyToSignIn}
    >
      <ShellFrame
        property={ctx.property}
        properties={await listPropertiesOf(ctx)}
        places={places}
        person={{
          name: signedIn.actor.name,
          roles: signedIn.actor.roles,
          sessionsHref: `/${slug}/settings/me`,
          signOut,
          chooseLanguage,
        }}
        search={searchDesk.bind(null, slug)}
        notice={
          <>
            <FactorNotice ctx={ctx} signedIn={signedIn} />
            {mayDo(ctx, 'instruction.see') && (
              <ClientMessages
                namespaces={
                  mayDo(ctx, 'notice.see') ? ['instructions.late', 'notices', 'reasons'] : ['instructions.late']
                }
              >
                <Alarms
                  property={slug}
                  zone={ctx.property.timeZone}
                  {...(mayDo(ctx, 'instruction.dismiss') && { dismiss: dismissInstruction.bind(null, slug) })}
                  {...(mayDo(ctx, 'notice.see') && { markSeen: markNoticeSeen.bind(null, slug) })}
                />
              </ClientMessages>
            )}
          </>
        }
      >
        {children}
      </ShellFrame>
    </StepUpProvider>
  )
})
