'use client'

import { useId, useRef, useState } from 'react'
import { Icon } from './icon'
import { placeBeside } from './place-beside'
import { whenOpened } from './when-opened'

const MonthCalendar = whenOpened(() => import('./month-calendar').then((module) => module.MonthCalendar))

export interface CalendarButtonProps {
  label: string
  /** `YYYY-MM-DD` */
  value: string
  onPick: (date: string) => void
  min?: string | undefined
  max?: string | undefined
}

/** Opens a month to pick from, at the right edge of the input it stands in; the calendar loads when first opened. */
export function CalendarButton({ label, value, onPick, min, max }: CalendarButtonProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const place = () => panel.current && button.current && placeBeside(panel.current, button.current)
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        title={label}
        className="absolute inset-y-0 right-0 inline-flex w-9 items-center justify-center rounded-md text-soft -outline-offset-2 hover:text-ink"
      >
        <Icon name="calendar" />
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        onToggle={(event) => setOpen(event.newState === 'open')}
        className="enter-softly fixed inset-auto m-0 min-h-72 w-72 rounded-md border border-edge bg-surface p-3 shadow-lg"
      >
        {open && (
          <MonthCalendar
            label={label}
            onReady={place}
            onPick={(date) => {
              panel.current?.hidePopover()
              onPick(date)
            }}
            {...{ value, min, max }}
          />
        )}
      </div>
    </>
  )
}
