import { getLocale, getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageHeader } from '@/components/ui/page-header'
import { getOwnAccount, getOwnFactors, getOwnPin, listOwnSessions } from '@/lib/staff/queries'
import { deviceOf } from '@/lib/staff/rules'
import type { Instant } from '@/lib/time/clock'
import { sayWholeMoment } from '@/lib/time/say-moment'
import { MeScreen } from './me-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('me.title') })

export default deskPage(async (ctx, _props: PageProps<'/[property]/settings/me'>) => {
  const [account, sessions] = [await getOwnAccount(ctx), await listOwnSessions(ctx)]
  const [t, locale] = [await getTranslations('staff.me'), await getLocale()]
  const when = (at: Instant) => sayWholeMoment(at, { zone: ctx.property.timeZone, locale })
  return (
    <ClientMessages namespaces={['staff', 'signIn']}>
      <PageHeader title={t('title')} subtitle={`${account.name} · ${account.email}`} />
      <MeScreen
        account={account}
        factors={await getOwnFactors(ctx)}
        pin={await getOwnPin(ctx)}
        zone={ctx.property.timeZone}
        publicUrl={ctx.publicUrl}
        passwordChanged={t('passwordChanged', { when: when(account.passwordChangedAt) })}
        sessions={sessions.map(({ id, current, address, userAgent, startedAt, usedAt, locked }) => ({
          id,
          current,
          device: deviceOf(userAgent) ?? t('unknownDevice'),
          facts: [
            ...(locked ? [t('locked')] : []),
            t('used', { when: when(usedAt) }),
            t('since', { when: when(startedAt) }),
            t('from', { address }),
          ],
        }))}
      />
    </ClientMessages>
  )
})
