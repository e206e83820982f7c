import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { ownFloors } from '@/lib/access/own-rooms'
import { listGatewayGuests } from '@/lib/front-desk/list-gateway-guests'
import { listGatewayLocks, listGatewayRows } from '@/lib/front-desk/list-gateway-rows'
import { GatewayScreen } from './gateway-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('gateways'))('title') })

/** One gateway: its contact, what hangs on it, and the locks that it hears. */
export default deskPage(async (ctx, { params }: PageProps<'/[property]/gateways/[gateway]'>) => {
  const { gateway: id } = await params
  const rows = await listGatewayRows(ctx)
  const gateway = rows.find((row) => row.id === id)
  if (!gateway) notFound()
  return (
    <QueryProvider>
      <ClientMessages namespaces={['gateways', 'locks']}>
        {ownFloors(ctx) && <p className="pb-3 text-soft">{(await getTranslations('gateways'))('ownRooms')}</p>}
        <GatewayScreen
          slug={ctx.property.slug}
          zone={ctx.property.timeZone}
          id={gateway.id}
          view={{ now: ctx.now, rows }}
          guests={await listGatewayGuests(ctx, gateway.name)}
          locks={await listGatewayLocks(ctx, gateway.name)}
        />
      </ClientMessages>
    </QueryProvider>
  )
})
