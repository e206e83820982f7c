import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ReachBanner } from '@/components/connections/reach-banner'
import { ClientMessages } from '@/components/shell/client-messages'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { mayDo } from '@/lib/access/require-permission'
import { findConnection } from '@/lib/connections/queries'
import { listDoorNames } from '@/lib/locks/queries'
import { RoomsScreen } from './rooms-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('rooms'))('title') })

export default deskPage(async (ctx, { searchParams }: PageProps<'/[property]/settings/rooms'>) => {
  const [doors, connection] = [await listDoorNames(ctx), await findConnection(ctx)]
  const [t, s] = [await getTranslations('rooms'), await getTranslations('settings')]
  const { filter } = await searchParams
  const { slug } = ctx.property
  const mayEdit = mayDo(ctx, 'lock.edit')
  return (
    <ClientMessages namespaces={['rooms']}>
      <PageHeader
        title={t('title')}
        subtitle={
          <>
            <p>{t('subtitle')}</p>
            {!mayEdit && <p>{s('readOnly')}</p>}
          </>
        }
      />
      {connection && <ReachBanner connection={connection} readAt={ctx.now} />}
      {doors.length > 0 ? (
        <RoomsScreen
          doors={doors}
          filter={typeof filter === 'string' ? filter.slice(0, 100) : ''}
          slug={slug}
          mayEdit={mayEdit}
        />
      ) : (
        <EmptyState
          icon="door"
          title={t(connection ? 'none.title' : 'none.noConnection')}
          actions={<LinkButton href={`/${slug}/settings/lock-server`}>{t('none.toLockServer')}</LinkButton>}
        >
          {t(connection ? 'none.text' : 'none.connectFirst')}
        </EmptyState>
      )}
    </ClientMessages>
  )
})
