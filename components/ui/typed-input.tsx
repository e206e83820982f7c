'use client'

import { type ComponentProps, useState } from 'react'

export interface TypedInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'step'> {
  value: string
  /** Gets '' while what is typed is not understood. */
  onValueChange: (value: string) => void
  read: (typed: string) => string | null
  show: (value: string) => string
  /** One step up or down by the arrow keys. */
  step: (value: string, direction: 1 | -1) => string
  /** Whether something stands here that is not understood. */
  onUnread?: (unread: boolean) => void
}

/** A text input for values that people write in many ways: keeps what is typed, shows what was understood on leaving. */
export function TypedInput({ value, onValueChange, read, show, step, onUnread, onBlur, ...input }: TypedInputProps) {
  const [typed, setTyped] = useState<{ text: string; unread: boolean } | null>(null)
  // What was not understood gives way to what somebody picked instead.
  const kept = typed !== null && !(typed.unread && value !== '') ? typed.text : null
  return (
    <input
      {...input}
      type="text"
      autoComplete="off"
      spellCheck={false}
      value={kept ?? show(value)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const text = event.target.value
        const understood = read(text)
        const unread = understood === null && text.trim() !== ''
        setTyped({ text, unread })
        onUnread?.(unread)
        onValueChange(understood ?? '')
      }}
      // Not understood: the words stay for the person to mend.
      onBlur={(event) => {
        if (value !== '') setTyped(null)
        onBlur?.(event)
      }}
      onKeyDown={(event) => {
        if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || value === '') return
        event.preventDefault()
        setTyped(null)
        onValueChange(step(value, event.key === 'ArrowUp' ? 1 : -1))
      }}
      className="field-box"
    />
  )
}
