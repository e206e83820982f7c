import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { ownFloors } from '@/lib/access/own-rooms'
import { mayDo } from '@/lib/access/require-permission'
import { findReach } from '@/lib/connections/queries'
import { listGatewayRows } from '@/lib/front-desk/list-gateway-rows'
import { GatewaysScreen } from './gateways-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('gateways'))('title') })

/** What is silent, and whom it touches. */
export default deskPage(async (ctx, _props: PageProps<'/[property]/gateways'>) => (
  <QueryProvider>
    <ClientMessages namespaces={['gateways', 'locks', 'instructions.source']}>
      {ownFloors(ctx) && <p className="pb-3 text-soft">{(await getTranslations('gateways'))('ownRooms')}</p>}
      <GatewaysScreen
        slug={ctx.property.slug}
        zone={ctx.property.timeZone}
        view={{ now: ctx.now, rows: await listGatewayRows(ctx), reach: await findReach(ctx) }}
        mayConnect={mayDo(ctx, 'connection.see')}
      />
    </ClientMessages>
  </QueryProvider>
))
