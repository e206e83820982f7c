import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { QueryProvider } from '@/components/shell/query-provider'
import { TextLink } from '@/components/ui/text-link'
import { mayDo } from '@/lib/access/require-permission'
import { DeskError } from '@/lib/errors/desk-error'
import { listKeysAskedFor, listLockKeys } from '@/lib/front-desk/list-keys'
import { isId } from '@/lib/ids/ids'
import { listLockHistory } from '@/lib/instructions/queries'
import { getLock, listUnnamedLocks } from '@/lib/locks/queries'
import { listPermanentKeys } from '@/lib/permanent-keys/queries'
import { tellsOccupied } from '@/lib/unlocks/queries'
import { mayUnlock } from '@/lib/unlocks/who-may-unlock'
import { codeHouse } from '../../code-house'
import { LockScreen } from './lock-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('locks'))('title') })

/** Of the history; older ones are in the activity. */
const historyRows = 20

/** One lock: what hears it, what opens it, what was asked of it. */
export default deskPage(async (ctx, { params }: PageProps<'/[property]/locks/[lock]'>) => {
  const { lock: id } = await params
  if (!isId('lock', id)) throw new DeskError('not-found')
  const lock = await getLock(ctx, id)
  const issuesPermanent = mayDo(ctx, 'permanent-key.issue')
  const may = {
    'issue-code': mayDo(ctx, 'passcode.set-up'),
    'mobile-key': ctx.property.mobileKeysOn && mayDo(ctx, 'guest-key.issue'),
    unlock: mayUnlock(ctx, lock.common),
    emergency: mayDo(ctx, 'unlock.emergency'),
    refresh: mayDo(ctx, 'lock.refresh'),
    edit: mayDo(ctx, 'lock.edit'),
    change: mayDo(ctx, 'lock.change'),
    permanentKey: { permanent: issuesPermanent, admin: issuesPermanent && ctx.adminKeysOn },
  }
  const t = mayDo(ctx, 'activity.see-all') ? await getTranslations('activity.openers') : null
  const seesKeys = mayDo(ctx, 'passcode.see')
  const history = mayDo(ctx, 'instruction.see') ? await listLockHistory(ctx, id, { limit: historyRows }) : null
  const asked =
    history && seesKeys
      ? await listKeysAskedFor(
          ctx,
          history.map((one) => one.id),
        )
      : new Map()
  return (
    <QueryProvider>
      <ClientMessages
        namespaces={[
          ...(['locks', 'gateways', 'keys', 'passcodes', 'guestKeys', 'permanentKeys', 'unlocks'] as const),
          ...(['instructions', 'reasons'] as const),
        ]}
      >
        <LockScreen
          house={codeHouse(ctx)}
          view={{ now: ctx.now, lock, occupied: await tellsOccupied(ctx, lock) }}
          keys={seesKeys ? await listLockKeys(ctx, id) : null}
          permanentKeys={seesKeys ? await listPermanentKeys(ctx, id) : null}
          history={history}
          ownOnly={!mayDo(ctx, 'instruction.see-others')}
          asked={Object.fromEntries(asked)}
          unnamed={may.change ? await listUnnamedLocks(ctx) : []}
          may={may}
        />
      </ClientMessages>
      {t && (
        <p className="no-print pt-3">
          <TextLink href={`/${ctx.property.slug}/locks/${id}/openers`}>{t('link', { door: lock.label })}</TextLink>
        </p>
      )}
    </QueryProvider>
  )
})
