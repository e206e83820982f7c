import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageHeader } from '@/components/ui/page-header'
import { mayDo } from '@/lib/access/require-permission'
import { getPrivacy } from '@/lib/privacy/queries'
import { PrivacyScreen } from './privacy-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('privacy'))('title') })

export default deskPage(async (ctx, _props: PageProps<'/[property]/settings/privacy'>) => {
  const privacy = await getPrivacy(ctx)
  const t = await getTranslations('privacy')
  return (
    <ClientMessages namespaces={['privacy']}>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      <PrivacyScreen
        {...privacy}
        slug={ctx.property.slug}
        zone={ctx.property.timeZone}
        mayEdit={mayDo(ctx, 'privacy.edit')}
        mayErase={mayDo(ctx, 'guest.erase')}
      />
    </ClientMessages>
  )
})
