'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'

export interface ProofField {
  name: 'pin' | 'email' | 'password' | 'code'
  label: string
  value?: string
}

export interface ProofFormProps {
  /** The first one without a value has the focus; after a refusal the first that is to be typed again. */
  fields: readonly ProofField[]
  submit: string
  busy: boolean
  told: RefusalWords | null
  attempt: number
  send: (text: (name: ProofField['name']) => string) => void
}

const kinds = {
  pin: { type: 'password', inputMode: 'numeric', autoComplete: 'off', maxLength: 6, inputClassName: 'font-mono' },
  email: { type: 'email', autoComplete: 'username' },
  password: { type: 'password', autoComplete: 'current-password' },
  code: { autoComplete: 'one-time-code', autoCapitalize: 'none', spellCheck: false, inputClassName: 'font-mono' },
} as const

/** One or two fields and a verb. What was typed is gone after a refusal: it was wrong. */
export function ProofForm({ fields, submit, busy, told, attempt, send }: ProofFormProps) {
  const [first] = useState(attempt)
  const focus = fields.find(({ name, value }) => (attempt === first ? !value : name !== 'email'))?.name
  // The words over it are about an email too, which is not asked for here.
  const saidAtField = fields.every(({ name }) => name === 'password') && told?.field('password') !== undefined
  function prove(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    send((name) => String(form.get(name) ?? ''))
  }
  return (
    <form onSubmit={prove} className="flex flex-col gap-4">
      <FormErrors attempt={attempt} title={!saidAtField && told?.title}>
        {told?.next}
      </FormErrors>
      {fields.map(({ name, label, value }) => (
        <TextField
          key={`${name}-${name === 'email' ? '' : attempt}`}
          {...kinds[name]}
          name={name}
          label={label}
          defaultValue={value}
          autoFocus={name === focus}
          required
          error={told?.field(name)}
        />
      ))}
      <Button type="submit" tone="primary" busy={busy}>
        {submit}
      </Button>
    </form>
  )
}
