import { getLocale, getTranslations } from 'next-intl/server'
import { deskPage } from '@/app/_entry/desk-page'
import { ActivityFilters } from '@/components/activity/activity-filters'
import { activityLine } from '@/components/activity/activity-line'
import { ActivityTable } from '@/components/activity/activity-table'
import { ClientMessages } from '@/components/shell/client-messages'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import { mayDo } from '@/lib/access/require-permission'
import { isAuditGroup, otherActors } from '@/lib/audit/contract'
import { activityHref, readActivityAsked } from '@/lib/audit/input'
import { activityScopeOf, findDoors, findLastCheck, listActivity, listActivityPeople } from '@/lib/audit/queries'
import type { KeyRow } from '@/lib/front-desk/contract'
import { listKeysAskedFor } from '@/lib/front-desk/list-keys'
import { sayWholeMoment } from '@/lib/time/say-moment'
import { toLocal } from '@/lib/time/zone'
import { CheckScreen } from './check-screen'
import { ExportScreen } from './export-screen'

export const generateMetadata = async () => ({ title: (await getTranslations('activity'))('title') })

/** Who did what to which door, when, why and with what outcome: as much of it as the reader's roles see. */
export default deskPage(async (ctx, { searchParams }: PageProps<'/[property]/activity'>) => {
  const { slug, timeZone } = ctx.property
  const asked = readActivityAsked(await searchParams, timeZone)
  const scope = activityScopeOf(ctx)
  const [page, people] = [await listActivity(ctx, asked), await listActivityPeople(ctx)]
  const asks = page.events.flatMap(({ instructionId }) => instructionId ?? [])
  const keys = mayDo(ctx, 'passcode.see') ? await listKeysAskedFor(ctx, asks) : new Map<string, KeyRow>()
  const locale = await getLocale()
  const t = await getTranslations('activity')
  const words = {
    activity: t,
    instructions: await getTranslations('instructions'),
    reasons: await getTranslations('reasons'),
    sharedKeys: await getTranslations('sharedKeys'),
    roles: await getTranslations('shell.roles'),
  }
  const path = `/${slug}/activity`
  const narrowed = activityHref(path, asked.fields, null) !== path
  const place = { slug, zone: timeZone, locale, now: ctx.now }
  const actors = scope === 'own' ? [] : otherActors.map((value) => ({ value, label: t(`actors.${value}`) }))
  const { from, until } = asked.faults
  const who = [...people.map(({ id, name }) => ({ value: id as string, label: name })), ...actors]
  const { fields } = asked
  const checked = scope === 'all' ? await findLastCheck(ctx) : null
  const doors = scope === 'all' && fields.door !== '' ? (await findDoors(ctx, fields.door)).slice(0, 3) : []
  const last = checked && {
    whole: checked.whole,
    text: t(checked.whole ? 'check.whole' : 'check.faulty', {
      when: sayWholeMoment(checked.at, place),
      who: checked.actorLabel,
      rows: checked.rows,
    }),
  }
  // What paper needs to be understood: the form itself is not printed.
  const said = [
    who.find(({ value }) => value === fields.who)?.label,
    isAuditGroup(fields.group) && t(`groups.${fields.group}`),
    fields.door && `${t('filter.door')} ${fields.door}`,
    fields.from && `${t('filter.from')} ${fields.from}`,
    fields.until && `${t('filter.until')} ${fields.until}`,
  ].filter(Boolean)
  return (
    <ClientMessages namespaces={['activity']}>
      <PageHeader
        title={t('title')}
        subtitle={
          <>
            <p>{t(`scope.${scope}`)}</p>
            <p className="text-sm">
              {t('asOf', { when: sayWholeMoment(ctx.now, place) })} · {t('zone', { zone: timeZone })}
            </p>
          </>
        }
        actions={mayDo(ctx, 'activity.export') && <ExportScreen slug={slug} fields={fields} />}
      />
      {mayDo(ctx, 'notice.see') && (
        <p className="no-print pb-2">
          <TextLink href={`/${slug}/notices`}>{t('notices')}</TextLink>
        </p>
      )}
      {scope === 'all' && <CheckScreen slug={slug} last={last} />}
      <ActivityFilters
        path={path}
        fields={fields}
        faults={{
          from: from && t('filter.notADay'),
          until: until && t(until === 'reversed' ? 'filter.reversed' : 'filter.notADay'),
        }}
        who={who}
        narrowed={narrowed}
        today={toLocal(ctx.now, timeZone).date}
      />
      {doors.map((id) => (
        <p key={id} className="no-print pb-2">
          <TextLink href={`/${slug}/locks/${id}/openers`}>{t('openers.link', { door: fields.door })}</TextLink>
        </p>
      ))}
      {said.length > 0 && <p className="hidden pb-2 print:block">{t('filter.asked', { asked: said.join(', ') })}</p>}
      <ActivityTable
        lines={page.events.map((event) =>
          activityLine(event, words, place, event.instructionId ? keys.get(event.instructionId) : undefined),
        )}
        empty={
          narrowed || asked.after ? (
            <EmptyState
              icon="activity"
              title={t('empty.filteredTitle')}
              actions={<LinkButton href={path}>{t('filter.clear')}</LinkButton>}
            >
              {t('empty.filteredText')} {asked.fields.door !== '' && t('empty.doorText')}
            </EmptyState>
          ) : (
            <EmptyState icon="activity" title={t('empty.title')}>
              {t('empty.text')}
            </EmptyState>
          )
        }
      />
      {(asked.after || page.next) && (
        <nav aria-label={t('pages.label')} className="flex items-center justify-between gap-3 py-3">
          <span>
            {asked.after && (
              <LinkButton href={activityHref(path, asked.fields, null)} icon="chevron-left" rel="first">
                {t('pages.newest')}
              </LinkButton>
            )}
          </span>
          {page.next && (
            <LinkButton
              href={activityHref(path, asked.fields, page.next)}
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
