import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { openPage } from '@/app/_entry/request-facts'
import { ClientMessages } from '@/components/shell/client-messages'
import { mayDo } from '@/lib/access/require-permission'
import { listFloors } from '@/lib/locks/queries'
import { listComputers, listStaff } from '@/lib/staff/queries'
import { ComputersScreen } from './computers-screen'
import { StaffScreen } from './staff-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('title') })

export default deskPage(async (ctx, _props: PageProps<'/[property]/settings/staff'>) => (
  <ClientMessages namespaces={['staff']}>
    <StaffScreen
      staff={await listStaff(ctx)}
      floors={mayDo(ctx, 'staff.edit') ? await listFloors(ctx) : []}
      slug={ctx.property.slug}
      timeZone={ctx.property.timeZone}
      readAt={ctx.now}
      mayEdit={mayDo(ctx, 'staff.edit')}
      mayDisableDesk={mayDo(ctx, 'staff.deactivate-desk')}
    />
    {mayDo(ctx, 'computer.see') && (
      <ComputersScreen
        {...(await listComputers(ctx, await openPage(ctx.property.slug)))}
        slug={ctx.property.slug}
        zone={ctx.property.timeZone}
        mayRegister={mayDo(ctx, 'computer.register')}
        mayRemove={mayDo(ctx, 'computer.remove')}
      />
    )}
  </ClientMessages>
))
