'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useId, useState } from 'react'
import { CalendarButton } from './calendar-button'
import { classNames } from './class-names'
import { FieldError, type FieldWords } from './field-frame'
import { addDays, isDate, readDate, readTime, showDate, stepTime } from './typed-date'
import { TypedInput } from './typed-input'

export interface DateTimeFieldProps extends Omit<FieldWords, 'labelHidden'> {
  /** Local wall time `YYYY-MM-DDTHH:mm`; either side of the T is empty while it is not understood. Whole at 16 characters. */
  value: string
  onValueChange: (value: string) => void
  /** Today in the zone that counts, `YYYY-MM-DD`: what "24" or "+2" is meant from. */
  today: string
  /** Posted as one field of this name, in the same form. */
  name?: string
  /** Local dates that the calendar offers, `YYYY-MM-DD`. */
  min?: string
  max?: string
  required?: boolean
  /** Shown under the fields: the zone, what the clocks do in this window. */
  note?: ReactNode
}

/** A date and a time in one group named `label`, with inputs "<label>, Date" and "<label>, Time": typed or picked, weekday shown. */
export function DateTimeField(props: DateTimeFieldProps) {
  const { label, hint, aside, className, value, onValueChange, today, name, min, max, required, note } = props
  const t = useTranslations('ui.dateTime')
  const locale = useLocale()
  const id = useId()
  const [date = '', time = ''] = value.split('T')
  const [unread, setUnread] = useState({ date: false, time: false })
  const [left, setLeft] = useState(false)
  // A full field is not called empty: what stands there is no day or no time.
  const misread = unread.date && date === '' ? 'notADay' : unread.time && time === '' ? 'notATime' : null
  const error = misread && (left || props.error) ? t(misread) : props.error
  const described = classNames(hint != null && `${id}-hint`, error && `${id}-error`) || undefined
  const shared = {
    required,
    onBlur: () => setLeft(true),
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described,
  }
  function tell(part: 'date' | 'time', is: boolean) {
    setLeft(false)
    setUnread((before) => ({ ...before, [part]: is }))
  }
  const setDate = (next: string) => onValueChange(`${next}T${time}`)
  return (
    <fieldset className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <legend className="mb-1 font-medium">
        {label}
        {aside && <span className="ml-2 text-sm font-normal text-soft">{aside}</span>}
      </legend>
      {hint != null && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      <div className="flex items-center gap-2">
        <div className="relative min-w-0 grow">
          <TypedInput
            {...shared}
            aria-label={`${label}, ${t('date')}`}
            placeholder={showDate(today, locale)}
            value={date}
            onValueChange={setDate}
            read={(typed) => readDate(typed, isDate(date) && date < today ? date : today, locale)}
            show={(shown) => showDate(shown, locale)}
            step={addDays}
            onUnread={(is) => tell('date', is)}
          />
          <CalendarButton
            label={`${label}, ${t('calendar')}`}
            value={isDate(date) ? date : today}
            onPick={setDate}
            {...{ min, max }}
          />
        </div>
        <div className="w-20 shrink-0">
          <TypedInput
            {...shared}
            aria-label={`${label}, ${t('time')}`}
            placeholder="15:00"
            inputMode="numeric"
            value={time}
            onValueChange={(next) => onValueChange(`${date}T${next}`)}
            read={readTime}
            show={(shown) => shown}
            step={(shown, direction) => stepTime(shown, direction * 30)}
            onUnread={(is) => tell('time', is)}
          />
        </div>
      </div>
      {name && <input type="hidden" name={name} value={value} />}
      {note}
      <FieldError id={id} error={error} />
    </fieldset>
  )
}
