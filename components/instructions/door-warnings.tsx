'use client'

import { useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import type { DoorBrief, DoorOpener } from '@/lib/front-desk/contract'
import type { Instant } from '@/lib/time/clock'
import { useSaying } from './use-saying'

export interface DoorWarningsProps {
  brief: DoorBrief
  startsAt: Instant
  /** The code that is about to be replaced: nothing else. */
  except?: DoorOpener['id']
}

/** Rule 7, before a door is given out: whatever else still opens it, for whom and until when. */
export function DoorWarnings({ brief, startsAt, except }: DoorWarningsProps) {
  const t = useTranslations('instructions.warnings')
  const say = useSaying(brief.timeZone, brief.now)
  const isTold = ({ id, endsAt }: DoorOpener) =>
    (endsAt === null || endsAt > startsAt) && (id === null || id !== except)
  const openers = (brief.openers ?? []).filter(isTold)
  if (openers.length === 0) return null
  const words = (opener: DoorOpener) => {
    if (opener.endsAt === null) return t(`${opener.why}.${opener.kind}`, { since: say(opener.startsAt) })
    const { kind, why, guestName, endsAt } = opener
    return t.rich(why === 'cannot-be-recalled' && kind === 'shared-key' ? 'shared' : why, {
      door: brief.door.label,
      who: () => <bdi>{guestName ?? t('somebody')}</bdi>,
      until: say(endsAt),
    })
  }
  return (
    <Banner tone="attention" title={t('title', { door: brief.door.label, n: openers.length })}>
      <ul className="flex flex-col gap-0.5">
        {openers.map((opener, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: read anew as a whole, never reordered by hand
          <li key={place}>{words(opener)}</li>
        ))}
      </ul>
    </Banner>
  )
}
