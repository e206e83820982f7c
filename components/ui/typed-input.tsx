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
}

/** A text input for values that people write in many ways: keeps what is typed, shows what was understood on leaving. */
export function TypedInput({ value, onValueChange, read, show, step, ...input }: TypedInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      {...input}
      type="text"
      autoComplete="off"
      spellCheck={false}
      value={typed ?? show(value)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.target.value)
        onValueChange(read(event.target.value) ?? '')
      }}
      // Not understood: the words stay for the person to mend.
      onBlur={() => value !== '' && setTyped(null)}
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
