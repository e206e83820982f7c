'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { FieldError, type FieldWords } from './field-frame'
import { weekdayOf } from './weekday'

export interface DateTimeFieldProps extends Omit<FieldWords, 'labelHidden'> {
  /** Local wall time `YYYY-MM-DDTHH:mm`; while typing either side of the T may be empty. Whole at 16 characters. */
  value: string
  onValueChange: (value: string) => void
  /** Posted as one field of this name, in the same form. */
  name?: string
  /** Local dates `YYYY-MM-DD`. */
  min?: string
  max?: string
  required?: boolean
  /** Shown under the fields, e.g. what the clocks do in this window. */
  note?: ReactNode
  timeStepMinutes?: number
}

/** A date and a time, typed or picked in the browser's own pickers, with the weekday beside them. */
export function DateTimeField(props: DateTimeFieldProps) {
  const { label, hint, error, aside, className, value, onValueChange, name, min, max, required, note } = props
  const t = useTranslations('ui.dateTime')
  const locale = useLocale()
  const id = useId()
  const [date = '', time = ''] = value.split('T')
  const weekday = weekdayOf(date, locale)
  const described = classNames(hint != null && `${id}-hint`, `${id}-weekday`, error && `${id}-error`)
  const shared = { required, 'aria-invalid': error ? true : undefined, 'aria-describedby': described }
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
        <span id={`${id}-weekday`} className="w-9 shrink-0 text-center text-soft">
          {weekday}
        </span>
        <input
          {...shared}
          type="date"
          aria-label={`${label}, ${t('date')}`}
          value={date}
          min={min}
          max={max}
          onChange={(event) => onValueChange(`${event.target.value}T${time}`)}
          className="field-box min-w-0 flex-[3]"
        />
        <input
          {...shared}
          type="time"
          aria-label={`${label}, ${t('time')}`}
          value={time}
          step={(props.timeStepMinutes ?? 1) * 60}
          onChange={(event) => onValueChange(`${date}T${event.target.value.slice(0, 5)}`)}
          className="field-box min-w-0 flex-[2]"
        />
      </div>
      {name && <input type="hidden" name={name} value={value} />}
      {note}
      <FieldError id={id} error={error} />
    </fieldset>
  )
}
