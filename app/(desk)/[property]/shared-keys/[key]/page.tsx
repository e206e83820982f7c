import { getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { SharedKeyDetail } from '@/components/shared-keys/shared-key-detail'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import { mayDo } from '@/lib/access/require-permission'
import { getSharedKey } from '@/lib/shared-keys/queries'
import { NoteScreen } from './note-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('sharedKeys'))('title') })

export default deskPage(async (ctx, { params }: PageProps<'/[property]/shared-keys/[key]'>) => {
  const { slug, timeZone } = ctx.property
  const { key: shared, together } = await getSharedKey(ctx, (await params).key)
  const t = await getTranslations('sharedKeys')
  const namesSeen = mayDo(ctx, 'guest-name.see')
  const door = shared.doorLabel ?? shared.lockName
  return (
    <ClientMessages namespaces={['sharedKeys']}>
      <PageHeader
        title={door === null ? t('details.titleNoDoor') : t('details.title', { door })}
        subtitle={t('zone', { zone: timeZone })}
        back={<TextLink href={`/${slug}/shared-keys`}>{t('details.back')}</TextLink>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <SharedKeyDetail {...{ shared, together, slug, namesSeen }} zone={timeZone} readAt={ctx.now} />
        {namesSeen && (
          <NoteScreen slug={slug} id={shared.id} note={shared.note} mayNote={mayDo(ctx, 'shared-key.note')} />
        )}
      </div>
    </ClientMessages>
  )
})
