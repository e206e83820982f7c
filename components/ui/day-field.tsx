'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { CalendarButton } from './calendar-button'
import { FieldFrame, fieldAttributes } from './field-frame'
import { addDays, isDate, readDate, showDate } from './typed-date'
import { TypedInput } from './typed-input'

export interface DayFieldProps {
  label: string
  /** `YYYY-MM-DD`, empty, or what somebody wrote that is no day. */
  day: string
  today: string
  error?: string | undefined
  /** Posted under this name: the day, or what is not understood as it stands. */
  name?: string
  /** Told of every day that is understood, and of '' when the field is emptied. */
  onDay?: (day: string) => void
  /** What somebody means; null when it is no day. */
  read?: (typed: string, today: string, locale: string) => string | null
  max?: string
  className?: string
}

/** One day, typed or picked, its weekday shown; what is not understood stays to be mended. */
export function DayField(props: DayFieldProps) {
  const { label, day, today, error, name, onDay, read = readDate, max, className } = props
  const t = useTranslations('ui.dateTime')
  const locale = useLocale()
  const id = useId()
  const [asked, setAsked] = useState(day)
  const [left, setLeft] = useState(false)
  useEffect(() => setAsked(day), [day])
  // `2026-02-30` has a day's shape and is none.
  const isDay = (text: string) => isDate(text) && readDate(text, today, locale) !== null
  const told = error ?? (left && asked.trim() !== '' && !isDay(asked) ? t('notADay') : undefined)

  let typedNow = ''
  function take(text: string, understood: string | null) {
    setLeft(false)
    setAsked(understood ?? text)
    if (understood !== null || text.trim() === '') onDay?.(understood ?? '')
  }

  return (
    <FieldFrame id={id} label={label} error={told} {...(className && { className })}>
      <div className="relative">
        <TypedInput
          {...fieldAttributes(id, { error: told })}
          value={asked}
          onValueChange={(next) => take(next || typedNow, next || null)}
          read={(typed) => {
            typedNow = typed
            return read(typed, today, locale)
          }}
          show={(shown) => (isDay(shown) ? showDate(shown, locale) : shown)}
          step={(shown, direction) => (isDay(shown) ? addDays(shown, direction) : shown)}
          onBlur={() => setLeft(true)}
        />
        <CalendarButton
          label={`${label}, ${t('calendar')}`}
          value={isDay(asked) ? asked : today}
          onPick={(picked) => take(picked, picked)}
          {...(max && { max })}
        />
      </div>
      {name && <input type="hidden" name={name} value={asked.trim()} />}
    </FieldFrame>
  )
}
