import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageHeader } from '@/components/ui/page-header'
import { mayDo, requirePermission } from '@/lib/access/require-permission'
import { getMailStanding } from '@/lib/messages/queries'
import { timeZones } from '@/lib/time/zone-list'
import { PropertyScreen } from './property-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('settings'))('property.title') })

export default deskPage(async (ctx, _props: PageProps<'/[property]/settings/property'>) => {
  requirePermission(ctx, 'settings.see')
  const t = await getTranslations('settings')
  const mayEdit = mayDo(ctx, 'property.edit')
  return (
    <ClientMessages namespaces={['settings', 'reasons']}>
      <PageHeader title={t('property.title')} />
      <PropertyScreen
        property={ctx.property}
        mail={await getMailStanding(ctx)}
        timeZones={timeZones()}
        mayEdit={mayEdit}
        mayEditReasons={mayDo(ctx, 'reason.edit')}
      />
    </ClientMessages>
  )
})
