import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { stateWord } from '@/components/locks/lock-words'
import { readLocksAddress } from '@/components/locks/locks-address'
import { firstOfMany, rowsInPage } from '@/components/locks/locks-contract'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { mayDo } from '@/lib/access/require-permission'
import { findReach } from '@/lib/connections/queries'
import { listLocks } from '@/lib/locks/queries'
import { filterLocks, sortLocks } from '@/lib/locks/rules'
import { mayUnlock } from '@/lib/unlocks/who-may-unlock'
import { codeHouse } from '../code-house'
import { LocksScreen } from './locks-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('locks'))('title') })

/** Every lock with what reaches it. */
export default deskPage(async (ctx, { searchParams }: PageProps<'/[property]/locks'>) => {
  const query = await searchParams
  const address = readLocksAddress((name) => [query[name]].flat()[0] ?? null)
  const all = await listLocks(ctx)
  const t = await getTranslations('locks.states')
  // Of a long list only what is seen first travels within the page.
  const asked = () =>
    filterLocks(sortLocks(all, address.sort, address.descending), address.filter, (state) =>
      t(stateWord(state, null)),
    ).slice(0, firstOfMany)
  const rows = all.length <= rowsInPage ? all : asked()
  return (
    <QueryProvider>
      <ClientMessages namespaces={['locks', 'keys', 'passcodes', 'guestKeys', 'unlocks', 'instructions', 'reasons']}>
        <LocksScreen
          house={codeHouse(ctx)}
          address={address}
          view={{ now: ctx.now, rows, total: all.length, reach: await findReach(ctx) }}
          may={{
            'issue-code': mayDo(ctx, 'passcode.set-up'),
            'mobile-key': ctx.property.mobileKeysOn && mayDo(ctx, 'guest-key.issue'),
            unlock: mayUnlock(ctx, false),
            emergency: mayDo(ctx, 'unlock.emergency'),
            unlockCommon: mayUnlock(ctx, true),
          }}
          mayConnect={mayDo(ctx, 'connection.see')}
        />
      </ClientMessages>
    </QueryProvider>
  )
})
