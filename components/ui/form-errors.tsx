'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { Banner } from './banner'

export interface FormErrorsProps {
  /** Changes with every refused submit; then the first marked field gets the focus. */
  attempt: number
  /** How many fields are marked. */
  fieldCount?: number
  /** A refusal that belongs to no field: what happened, what is true, the next step. */
  title?: ReactNode
  children?: ReactNode
}

/** Stands first inside the <form>. Says how many fields need a look, and takes the person to the first. */
export function FormErrors({ attempt, fieldCount = 0, title, children }: FormErrorsProps) {
  const t = useTranslations('ui.form')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (attempt === 0) return
    const form = place.current?.closest('form, dialog')
    // Radios are marked as the group that they are.
    const field = form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input:not(:disabled)')
    if (field) field.focus()
    else place.current?.scrollIntoView({ block: 'nearest' })
  }, [attempt])
  const shown = fieldCount > 0 || title
  return (
    <div ref={place} className="empty:hidden">
      {shown && (
        <Banner tone="problem" live title={title ?? t('errors', { n: fieldCount })}>
          {children}
        </Banner>
      )}
    </div>
  )
}
