import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { readKeysAddress } from '@/components/keys/keys-address'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { NavTabs } from '@/components/ui/nav-tabs'
import { PageHeader } from '@/components/ui/page-header'
import { mayDo } from '@/lib/access/require-permission'
import { KeysScreen } from './keys-screen'
import { readKeys } from './read-keys'

export const generateMetadata = async () => ({ title: (await getTranslations('keys'))('title') })

/** Every code and mobile key, newest first; possible unknown codes on top. */
export default deskPage(async (ctx, { searchParams }: PageProps<'/[property]/keys'>) => {
  const { slug, timeZone } = ctx.property
  const query = await searchParams
  const address = readKeysAddress((name) => [query[name]].flat()[0] ?? null)
  const view = await readKeys(ctx, address)
  const t = await getTranslations('keys')
  return (
    <QueryProvider>
      <ClientMessages namespaces={['keys']}>
        <PageHeader title={t('title')} subtitle={t('more')} />
        {mayDo(ctx, 'shared-key.see') && (
          <NavTabs
            label={t('tabs.label')}
            tabs={[
              { href: `/${slug}/keys`, label: t('tabs.own'), current: true },
              { href: `/${slug}/shared-keys`, label: t('tabs.shared'), current: false },
            ]}
          />
        )}
        <KeysScreen {...{ slug, zone: timeZone, address, view }} />
      </ClientMessages>
    </QueryProvider>
  )
})
