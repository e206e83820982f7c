import { getLocale, getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { SharedKeysTable } from '@/components/shared-keys/shared-keys-table'
import { ClientMessages } from '@/components/shell/client-messages'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { NavTabs } from '@/components/ui/nav-tabs'
import { PageHeader } from '@/components/ui/page-header'
import { mayDo } from '@/lib/access/require-permission'
import { readSharedKeyPlace, sharedKeyPlaceText } from '@/lib/shared-keys/input'
import { findSharingSwitch, listSharedKeys } from '@/lib/shared-keys/queries'
import { sayWholeMoment } from '@/lib/time/say-moment'

export const generateMetadata = async () => ({ title: (await getTranslations('sharedKeys'))('title') })

/** What the callback received, with its answer and why. */
export default deskPage(async (ctx, { searchParams }: PageProps<'/[property]/shared-keys'>) => {
  const { slug, timeZone } = ctx.property
  const after = readSharedKeyPlace((await searchParams).before)
  const [page, sharing] = [await listSharedKeys(ctx, { after }), await findSharingSwitch(ctx)]
  const [t, locale] = [await getTranslations('sharedKeys'), await getLocale()]
  const keys = await getTranslations('keys.tabs')
  const path = `/${slug}/shared-keys`
  return (
    <ClientMessages namespaces={['sharedKeys']}>
      <PageHeader
        title={t('title')}
        subtitle={
          <>
            <p className="max-w-prose">{t('what')}</p>
            <p className="text-sm">
              {t('asOf', { when: sayWholeMoment(ctx.now, { zone: timeZone, locale }) })} ·{' '}
              {t('zone', { zone: timeZone })}
            </p>
          </>
        }
      />
      {mayDo(ctx, 'passcode.see') && (
        <NavTabs
          label={keys('label')}
          tabs={[
            { href: `/${slug}/keys`, label: keys('own'), current: false },
            { href: path, label: keys('shared'), current: true },
          ]}
        />
      )}
      <SharedKeysTable
        keys={page.keys}
        slug={slug}
        zone={timeZone}
        readAt={ctx.now}
        empty={
          <EmptyState
            icon="share"
            title={t('empty.title')}
            actions={
              mayDo(ctx, 'connection.see') && (
                <LinkButton href={`/${slug}/settings/${sharing ? 'callback' : 'lock-server'}`}>
                  {t('empty.settings')}
                </LinkButton>
              )
            }
          >
            {t(sharing === null ? 'empty.missing' : sharing.on ? 'empty.on' : 'empty.off')}
          </EmptyState>
        }
      />
      {(after || page.next) && (
        <nav aria-label={t('pages.label')} className="flex items-center justify-between gap-3 py-3">
          <span>
            {after && (
              <LinkButton href={path} icon="chevron-left" rel="first">
                {t('pages.newest')}
              </LinkButton>
            )}
          </span>
          {page.next && (
            <LinkButton
              href={`${path}?before=${sharedKeyPlaceText(page.next)}`}
              icon="chevron-right"
              rel="next"
              className="flex-row-reverse"
            >
              {t('pages.older')}
            </LinkButton>
          )}
        </nav>
      )}
    </ClientMessages>
  )
})
