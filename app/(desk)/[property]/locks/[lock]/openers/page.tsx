import { getLocale, getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { MomentForm } from '@/components/activity/moment-form'
import { OpenersLists } from '@/components/activity/openers-lists'
import { ClientMessages } from '@/components/shell/client-messages'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import { readMomentAsked } from '@/lib/audit/input'
import { DeskError } from '@/lib/errors/desk-error'
import { listOpeners } from '@/lib/front-desk/list-openers'
import { isId } from '@/lib/ids/ids'
import { sayWholeMoment } from '@/lib/time/say-moment'
import { toLocal } from '@/lib/time/zone'

export const generateMetadata = async () => ({ title: (await getTranslations('activity.openers'))('title') })

/** Who could open this door, now or at a moment of the past: from the ledger and the activity. */
export default deskPage(async (ctx, { params, searchParams }: PageProps<'/[property]/locks/[lock]/openers'>) => {
  const { lock: id } = await params
  if (!isId('lock', id)) throw new DeskError('not-found')
  const { slug, timeZone } = ctx.property
  const asked = readMomentAsked(await searchParams, timeZone, ctx.now)
  const openers = await listOpeners(ctx, id, asked.at)
  const [t, locale] = [await getTranslations('activity.openers'), await getLocale()]
  const { on, time } = asked.faults
  return (
    <ClientMessages namespaces={['activity']}>
      <PageHeader
        title={t('titleOf', { door: openers.label })}
        back={<TextLink href={`/${slug}/locks/${id}`}>{openers.label}</TextLink>}
        subtitle={
          <p>
            {t('at', { when: sayWholeMoment(asked.at, { zone: timeZone, locale }) })} · {t('zone', { zone: timeZone })}
          </p>
        }
      />
      <MomentForm
        path={`/${slug}/locks/${id}/openers`}
        fields={asked.fields}
        faults={{ on: on && t('notADay'), time: time && t('notATime') }}
        today={toLocal(ctx.now, timeZone).date}
      />
      <OpenersLists openers={openers} lockId={id} slug={slug} zone={timeZone} locale={locale} />
    </ClientMessages>
  )
})
