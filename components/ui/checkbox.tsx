import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { FieldError, fieldAttributes } from './field-frame'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'className'> {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  className?: string
}

export function Checkbox({ label, hint, error, className, id, ...input }: CheckboxProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <div className="flex min-h-6 items-start gap-2">
        <input
          {...input}
          type="checkbox"
          {...fieldAttributes(fieldId, { hint, error })}
          className="mt-0.5 size-4 shrink-0"
        />
        <div className="min-w-0">
          <label htmlFor={fieldId} className="block">
            {label}
          </label>
          {hint != null && (
            <p id={`${fieldId}-hint`} className="text-sm text-soft">
              {hint}
            </p>
          )}
        </div>
      </div>
      <FieldError id={fieldId} error={error} />
    </div>
  )
}
