import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { mayDo } from '@/lib/access/require-permission'
import { listKeeperAccounts } from '@/lib/connections/list-keeper-accounts'
import { findConnection } from '@/lib/connections/queries'
import { ConnectionScreen } from './connection-screen'
import { KeeperAccountsScreen } from './keeper-accounts-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('connections'))('title') })

export default deskPage(async (ctx, _props: PageProps<'/[property]/settings/lock-server'>) => (
  <ClientMessages namespaces={['connections', 'settings', 'instructions']}>
    <ConnectionScreen
      connection={await findConnection(ctx)}
      slug={ctx.property.slug}
      timeZone={ctx.property.timeZone}
      readAt={ctx.now}
      mayEdit={mayDo(ctx, 'connection.edit')}
    />
    <KeeperAccountsScreen
      slug={ctx.property.slug}
      timeZone={ctx.property.timeZone}
      brought={{ now: ctx.now, rows: await listKeeperAccounts(ctx) }}
      mayCreate={mayDo(ctx, 'keeper-account.create')}
    />
  </ClientMessages>
))
