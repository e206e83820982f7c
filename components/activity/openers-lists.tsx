import { useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { SectionCard } from '@/components/ui/section-card'
import { TextLink } from '@/components/ui/text-link'
import { isRole } from '@/lib/access/permissions'
import type { DoorOpenersThen, KeyOpener } from '@/lib/front-desk/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'

interface OpenersListsProps {
  openers: DoorOpenersThen
  lockId: string
  slug: string
  zone: string
  locale: string
}

/** Codes and keys, then people, then what no list can say. */
export function OpenersLists({ openers, lockId, slug, zone, locale }: OpenersListsProps) {
  const t = useTranslations('activity.openers')
  const roles = useTranslations('shell.roles')
  const { keys, people, unknown, common } = openers
  const hrefOf = ({ kind, id }: KeyOpener) => {
    if (kind === 'permanent-key' || kind === 'admin-key') return `/${slug}/locks/${lockId}`
    return `/${slug}/${kind === 'shared-key' ? 'shared-keys' : 'keys'}/${id}`
  }
  return (
    <div className="flex flex-col gap-4">
      {unknown.map((why) => (
        <Banner key={why} tone="attention">
          {t(`unknown.${why}`)}
        </Banner>
      ))}
      <SectionCard title={t('keys')} aside={keys.length}>
        {keys.length === 0 && <p>{t('noKeys')}</p>}
        <ul className="flex flex-col gap-2">
          {keys.map((key) => (
            <li key={key.id}>
              <TextLink href={hrefOf(key)}>{t(`kinds.${key.kind}`)}</TextLink>
              {key.guestName !== null && <bdi> {key.guestName}</bdi>}
              {' · '}
              {key.endsAt === null
                ? t('noEnd', { since: sayWholeMoment(key.startsAt, { zone, locale }) })
                : t('until', { when: sayWholeMoment(key.endsAt, { zone, locale }) })}
              {key.oneTime && ` · ${t('oneTime')}`}
              {key.actorLabel !== null && ` · ${t('askedBy', { name: key.actorLabel })}`}
              <span className="block text-sm text-soft">{t(`certainty.${key.kind}.${key.certainty}`)}</span>
            </li>
          ))}
        </ul>
      </SectionCard>
      <SectionCard title={t('people')} aside={people.length}>
        <p className="pb-2 text-soft">{t(common ? 'peopleCommon' : 'peopleRoom')}</p>
        {people.length === 0 && <p>{t('noPeople')}</p>}
        <ul className="flex flex-col gap-1">
          {people.map((person) => (
            <li key={person.id}>
              <bdi>{person.name}</bdi>
              <span className="text-soft">
                {' '}
                ·{' '}
                {person.roles
                  .filter(isRole)
                  .map((role) => roles(role))
                  .join(', ')}
              </span>
            </li>
          ))}
        </ul>
      </SectionCard>
      <p className="max-w-prose text-sm text-soft">{t('notKnown')}</p>
    </div>
  )
}
