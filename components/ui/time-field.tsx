'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { FieldFrame, type FieldWords, fieldAttributes } from './field-frame'
import { readTime, stepTime } from './typed-date'
import { TypedInput } from './typed-input'

export interface TimeFieldProps extends FieldWords {
  name: string
  /** `HH:mm` */
  defaultValue: string
  readOnly?: boolean
  required?: boolean
}

/** A time of the day as people type it, in 24 hours whatever the browser's own habit; posted as `HH:mm`, '' if it is none. */
export function TimeField({ name, defaultValue, readOnly, required, error, ...words }: TimeFieldProps) {
  const t = useTranslations('ui.dateTime')
  const id = useId()
  const [time, setTime] = useState(defaultValue)
  const [unread, setUnread] = useState(false)
  const [left, setLeft] = useState(false)
  const told = unread && time === '' && (left || error) ? t('notATime') : error
  return (
    <FieldFrame id={id} error={told} {...words}>
      <div className="max-w-36">
        <TypedInput
          {...fieldAttributes(id, { hint: words.hint, error: told })}
          inputMode="numeric"
          placeholder="15:00"
          value={time}
          onValueChange={setTime}
          read={readTime}
          show={(shown) => shown}
          step={(shown, direction) => (readOnly ? shown : stepTime(shown, direction * 30))}
          onUnread={(is) => {
            setLeft(false)
            setUnread(is)
          }}
          onBlur={() => setLeft(true)}
          {...{ readOnly, required }}
        />
      </div>
      <input type="hidden" name={name} value={time} />
    </FieldFrame>
  )
}
