'use client'

import { parseDate } from '@internationalized/date'
import { useLocale } from 'next-intl'
import { useLayoutEffect } from 'react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
  I18nProvider,
} from 'react-aria-components'
import { Icon } from './icon'
import { dateLocale } from './typed-date'

interface MonthCalendarProps {
  label: string
  value: string
  onPick: (date: string) => void
  /** Laid out: now its size is known. */
  onReady: () => void
  min?: string | undefined
  max?: string | undefined
}

const arrow = 'inline-flex size-9 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink'

/** A month of days, by arrow keys, Page Up and Page Down, or pointer. */
export function MonthCalendar({ label, value, onPick, onReady, min, max }: MonthCalendarProps) {
  const locale = useLocale()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it has its size
  useLayoutEffect(onReady, [])
  return (
    <I18nProvider locale={dateLocale(locale)}>
      <Calendar
        aria-label={label}
        autoFocus
        defaultValue={parseDate(value)}
        minValue={min ? parseDate(min) : null}
        maxValue={max ? parseDate(max) : null}
        onChange={(date) => onPick(date.toString())}
      >
        <header className="flex items-center justify-between pb-1">
          <Button slot="previous" className={arrow}>
            <Icon name="chevron-left" />
          </Button>
          <Heading className="font-semibold" />
          <Button slot="next" className={arrow}>
            <Icon name="chevron-right" />
          </Button>
        </header>
        <CalendarGrid className="w-full table-fixed border-collapse" weekdayStyle="short">
          <CalendarGridHeader>
            {(day) => <CalendarHeaderCell className="h-7 text-xs font-normal text-soft">{day}</CalendarHeaderCell>}
          </CalendarGridHeader>
          <CalendarGridBody>
            {(date) => (
              <CalendarCell
                date={date}
                className={({ isSelected, isDisabled, isOutsideMonth }) =>
                  `flex h-9 items-center justify-center rounded-md ${
                    isSelected
                      ? 'bg-accent font-semibold text-accent-ink'
                      : isDisabled
                        ? 'text-soft line-through'
                        : 'cursor-pointer hover:bg-accent-tint'
                  } ${isOutsideMonth ? 'invisible' : ''}`
                }
              />
            )}
          </CalendarGridBody>
        </CalendarGrid>
      </Calendar>
    </I18nProvider>
  )
}
