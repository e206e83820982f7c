import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon } from './icon'

/** What every field takes. `error` is announced when it appears. */
export interface FieldWords {
  label: string
  /** One line under the label: what is expected, who sees it. */
  hint?: ReactNode
  error?: string | undefined
  /** Said beside the label, e.g. "optional". */
  aside?: ReactNode
  /** The label is heard, not seen: only where the place says what the field is. */
  labelHidden?: boolean
  className?: string
}

/** Attributes that tie a control to its words. */
export function fieldAttributes(id: string, words: Pick<FieldWords, 'hint' | 'error'>) {
  const describedBy = classNames(words.hint != null && `${id}-hint`, words.error && `${id}-error`)
  return { id, 'aria-describedby': describedBy || undefined, 'aria-invalid': words.error ? true : undefined } as const
}

export function FieldError({ id, error }: { id: string; error?: string | undefined }) {
  return (
    <p id={`${id}-error`} aria-live="polite" className="flex items-start gap-1 text-sm text-problem empty:hidden">
      {error && (
        <>
          <Icon name="problem" className="mt-px" />
          <span>{error}</span>
        </>
      )}
    </p>
  )
}

/** Label above, hint under it, the control, its error below. */
export function FieldFrame({
  id,
  label,
  hint,
  error,
  aside,
  labelHidden,
  className,
  children,
}: FieldWords & { id: string; children: ReactNode }) {
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <div className={labelHidden ? 'sr-only' : 'flex items-baseline justify-between gap-2'}>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside && <span className="shrink-0 text-sm text-soft">{aside}</span>}
      </div>
      {hint != null && (
        <p id={`${id}-hint`} className="text-sm text-soft">
          {hint}
        </p>
      )}
      {children}
      <FieldError id={id} error={error} />
    </div>
  )
}
