import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { CalendarButton } from '@/components/ui/calendar-button'
import { FieldFrame, fieldAttributes } from '@/components/ui/field-frame'
import { addDays, isDate, readDate, showDate } from '@/components/ui/typed-date'
import { TypedInput } from '@/components/ui/typed-input'
import { readPastDay } from './past-day'

export interface DayFieldProps {
  name: string
  label: string
  /** `YYYY-MM-DD`, empty, or what somebody wrote that is no day. */
  day: string
  today: string
  error: string | undefined
}

/** One day, typed or picked, its weekday shown; what is not understood is sent as it stands, so that it can be named. */
export function DayField({ name, label, day, today, error }: DayFieldProps) {
  const t = useTranslations('ui.dateTime')
  const locale = useLocale()
  const id = useId()
  const [asked, setAsked] = useState(day)
  // `2026-02-30` has a day's shape and is none.
  const isDay = (text: string) => isDate(text) && readDate(text, today, locale) !== null
  return (
    <FieldFrame id={id} label={label} error={error} className="lg:w-44">
      <div className="relative">
        <TypedInput
          {...fieldAttributes(id, { error })}
          value={asked}
          onValueChange={(next) => next !== '' && setAsked(next)}
          read={(typed) => {
            const understood = readPastDay(typed, today, locale)
            setAsked(understood ?? typed)
            return understood
          }}
          show={(shown) => (isDay(shown) ? showDate(shown, locale) : shown)}
          step={(shown, direction) => (isDay(shown) ? addDays(shown, direction) : shown)}
        />
        <CalendarButton
          label={`${label}, ${t('calendar')}`}
          value={isDay(asked) ? asked : today}
          max={today}
          onPick={setAsked}
        />
      </div>
      <input type="hidden" name={name} value={asked.trim()} />
    </FieldFrame>
  )
}
