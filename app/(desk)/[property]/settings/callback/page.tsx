import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { mayDo } from '@/lib/access/require-permission'
import { findConnection, getCallback } from '@/lib/connections/queries'
import { CallbackScreen } from './callback-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('connections'))('callback.title') })

export default deskPage(async (ctx, _props: PageProps<'/[property]/settings/callback'>) => {
  const callback = (await findConnection(ctx)) ? await getCallback(ctx) : null
  const [t, s] = [await getTranslations('connections'), await getTranslations('settings')]
  const { slug } = ctx.property
  const mayEdit = mayDo(ctx, 'callback.edit')
  return (
    <ClientMessages namespaces={['connections', 'settings']}>
      <PageHeader
        title={t('callback.title')}
        subtitle={
          <>
            <p>{t('callback.subtitle')}</p>
            {!mayEdit && <p>{s('readOnly')}</p>}
          </>
        }
      />
      {callback ? (
        <CallbackScreen callback={callback} slug={slug} mayEdit={mayEdit} />
      ) : (
        <EmptyState
          icon="share"
          title={t('none.title')}
          actions={<LinkButton href={`/${slug}/settings/lock-server`}>{t('callback.toLockServer')}</LinkButton>}
        >
          {t('callback.noConnection')}
        </EmptyState>
      )}
    </ClientMessages>
  )
})
