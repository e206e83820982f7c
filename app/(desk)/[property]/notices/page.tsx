import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageHeader } from '@/components/ui/page-header'
import { listNotices } from '@/lib/notices/queries'
import { NoticesScreen } from './notices-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('notices'))('title') })

/** What managers of this property were told, the newest first. */
export default deskPage(async (ctx, _props: PageProps<'/[property]/notices'>) => {
  const notices = await listNotices(ctx)
  const t = await getTranslations('notices')
  return (
    <ClientMessages namespaces={['notices', 'reasons']}>
      <PageHeader title={t('title')} subtitle={t('text')} />
      <NoticesScreen slug={ctx.property.slug} zone={ctx.property.timeZone} notices={notices} />
    </ClientMessages>
  )
})
