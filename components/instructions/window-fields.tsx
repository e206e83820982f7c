'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { DateTimeField } from '@/components/ui/date-time-field'
import { Icon } from '@/components/ui/icon'
import type { HouseTimes } from '@/lib/stays/rules'
import type { Instant } from '@/lib/time/clock'
import { toLocal } from '@/lib/time/zone'
import { type AskedWindow, nightsUntil, type WindowNote } from './asked-window'
import { useOtherZone } from './use-other-zone'
import { useSaying } from './use-saying'

export interface WindowFieldsProps {
  times: HouseTimes
  now: Instant
  /** What both fields ask for, read by `readWindow`. */
  asked: AskedWindow
  /** Left out where the beginning is settled (*Extend*). */
  from?: { value: string; onChange: (value: string) => void; error: string | undefined }
  until: { value: string; onChange: (value: string) => void; error: string | undefined }
  /** What the buttons count nights from: the asked beginning, or the end that is to be extended. */
  nightsFrom: Instant
  nightsLabel: 'nights' | 'moreNights'
}

/** *From* and *Until* with their weekday, buttons for 1, 2 and 3 nights, the zone where the reader's differs, and what the clocks do. */
export function WindowFields({ times, now, asked, from, until, nightsFrom, nightsLabel }: WindowFieldsProps) {
  const t = useTranslations('instructions.window')
  const zone = useOtherZone(times.timeZone)
  const today = toLocal(now, times.timeZone).date
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        {from && (
          <DateTimeField
            label={t('from')}
            value={from.value}
            onValueChange={from.onChange}
            today={today}
            error={from.error}
            required
          />
        )}
        <DateTimeField
          label={t('until')}
          value={until.value}
          onValueChange={until.onChange}
          today={today}
          min={today}
          error={until.error}
          required
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that fill a field, not fields */}
      <div role="group" aria-label={t('nightsGroup')} className="flex flex-wrap gap-2">
        {[1, 2, 3].map((nights) => (
          <Button key={nights} size="small" onClick={() => until.onChange(nightsUntil(times, nightsFrom, nights))}>
            {t(nightsLabel, { n: nights })}
          </Button>
        ))}
      </div>
      {zone && <p className="text-sm text-soft">{t('zone', { zone })}</p>}
      <WindowNotes notes={asked.notes} zone={times.timeZone} now={now} />
    </div>
  )
}

function WindowNotes({ notes, zone, now }: { notes: readonly WindowNote[]; zone: string; now: Instant }) {
  const t = useTranslations('instructions.window')
  const say = useSaying(zone, now)
  return (
    <div role="status" className="flex flex-col gap-1 empty:hidden">
      {notes.map((note) => (
        <p key={`${note.kind}/${note.at}`} className="flex items-start gap-1.5 text-sm">
          <Icon name="clock" className="mt-px text-attention" />
          <span>
            {'edge' in note
              ? t(`notes.${note.kind}-${note.edge}`, { at: say(note.at) })
              : t(`notes.${note.kind}`, { at: say(note.at), minutes: note.minutes })}
          </span>
        </p>
      ))}
    </div>
  )
}
