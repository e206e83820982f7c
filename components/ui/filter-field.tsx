'use client'

import { useId, useRef } from 'react'
import { Icon } from './icon'
import { Kbd } from './kbd'
import { useShortcuts } from './use-shortcuts'

export interface FilterFieldProps {
  /** Heard as its label, seen as its placeholder: "Filter locks". */
  label: string
  value: string
  onValueChange: (value: string) => void
  className?: string
}

/** Goes to a field and selects what stands there, so that typing replaces it. */
export function goTo(input: HTMLInputElement | null) {
  input?.focus()
  input?.select()
}

/** Narrows a list while typing. `/` goes there, Esc empties it, a second Esc leaves. */
export function FilterField({ label, value, onValueChange, className }: FilterFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': { name: 'filter', run: () => goTo(input.current) } })
  return (
    <div className={`relative w-full sm:w-64 ${className ?? ''}`}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Icon name="filter" className="pointer-events-none absolute top-2.5 left-2.5 text-soft" />
      <input
        ref={input}
        id={id}
        type="search"
        value={value}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        aria-keyshortcuts="/"
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (value === '') event.currentTarget.blur()
          else onValueChange('')
        }}
        className="peer field-box px-8"
      />
      <span className="pointer-events-none absolute top-2 right-2 peer-focus:hidden max-sm:hidden">
        {value === '' && <Kbd>/</Kbd>}
      </span>
    </div>
  )
}
