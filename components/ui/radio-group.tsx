import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { FieldError } from './field-frame'

export interface RadioOption {
  value: string
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean
}

export interface RadioGroupProps {
  legend: ReactNode
  name: string
  options: readonly RadioOption[]
  value?: string
  defaultValue?: string
  onValueChange?: (value: string) => void
  hint?: ReactNode
  error?: string | undefined
  required?: boolean
  className?: string
}

export function RadioGroup(props: RadioGroupProps) {
  const { legend, name, options, value, defaultValue, onValueChange, hint, error, required, className } = props
  const id = useId()
  return (
    <fieldset
      className={classNames('flex flex-col gap-1.5', className)}
      aria-describedby={error ? `${id}-error` : undefined}
      data-invalid={error ? true : undefined}
    >
      <legend className="mb-1 font-medium">{legend}</legend>
      {hint != null && <p className="text-sm text-soft">{hint}</p>}
      {options.map((option) => (
        <div key={option.value} className="flex min-h-6 items-start gap-2">
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={name}
            value={option.value}
            required={required}
            disabled={option.disabled}
            {...(value === undefined
              ? { defaultChecked: defaultValue === option.value }
              : { checked: value === option.value })}
            onChange={onValueChange && (() => onValueChange(option.value))}
            aria-describedby={option.hint != null ? `${id}-${option.value}-hint` : undefined}
            className="mt-0.5 size-4 shrink-0"
          />
          <div className="min-w-0">
            <label htmlFor={`${id}-${option.value}`} className="block">
              {option.label}
            </label>
            {option.hint != null && (
              <p id={`${id}-${option.value}-hint`} className="text-sm text-soft">
                {option.hint}
              </p>
            )}
          </div>
        </div>
      ))}
      <FieldError id={id} error={error} />
    </fieldset>
  )
}
