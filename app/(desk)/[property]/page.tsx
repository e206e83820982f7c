import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { firstRoomsOf } from '@/components/front-desk/rooms-of-desk'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { mayDo } from '@/lib/access/require-permission'
import { mayUnlock } from '@/lib/unlocks/who-may-unlock'
import { codeHouse } from './code-house'
import { DeskScreen } from './desk-screen'
import { type AskedAct, doorActs } from './door-acts'
import { readDesk } from './read-desk'

export const generateMetadata = async () => ({ title: (await getTranslations('desk'))('title') })

/** The Desk: what is typed, what is broken, what waits, who comes and goes, and every room. */
export default deskPage(async (ctx, { searchParams }: PageProps<'/[property]'>) => {
  const { floor, do: act, door: lockId } = await searchParams
  const onlyFloor = typeof floor === 'string' ? floor : null
  const view = await readDesk(ctx)
  const door = view.rooms.find(({ id }) => id === lockId)
  const wanted = doorActs.find((one) => one === act)
  const asked: AskedAct | null = door && wanted ? { act: wanted, door: { id: door.id, label: door.label } } : null
  return (
    <QueryProvider>
      <ClientMessages
        namespaces={[
          'desk',
          'keys',
          'passcodes',
          'guestKeys',
          'unlocks',
          'instructions',
          'reasons',
          ...(mayDo(ctx, 'notice.see') ? (['notices'] as const) : []),
        ]}
      >
        <DeskScreen
          view={firstRoomsOf(view, onlyFloor)}
          house={codeHouse(ctx)}
          floor={onlyFloor}
          asked={asked}
          may={{
            issue: mayDo(ctx, 'passcode.set-up'),
            mobileKey: ctx.property.mobileKeysOn && mayDo(ctx, 'guest-key.issue'),
            unlock: mayUnlock(ctx, false),
            unlockCommon: mayUnlock(ctx, true),
            dismiss: mayDo(ctx, 'instruction.dismiss'),
            connect: mayDo(ctx, 'connection.see'),
          }}
        />
      </ClientMessages>
    </QueryProvider>
  )
})
