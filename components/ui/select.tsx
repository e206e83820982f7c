import { type ComponentProps, useId } from 'react'
import { FieldFrame, type FieldWords, fieldAttributes } from './field-frame'

export interface SelectOption {
  value: string
  label: string
  disabled?: boolean
}

export interface SelectProps extends FieldWords, Omit<ComponentProps<'select'>, 'className' | 'size' | 'children'> {
  options: readonly SelectOption[]
  /** A first entry with the value '' that asks for a choice, e.g. "Pick a reason". */
  placeholder?: string
}

/** A native select: works by keyboard, on phones and without script. */
export function Select({
  label,
  hint,
  error,
  aside,
  labelHidden,
  className,
  id,
  options,
  placeholder,
  ...select
}: SelectProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <FieldFrame id={fieldId} {...{ label, hint, error, aside, labelHidden, className }}>
      <select {...select} {...fieldAttributes(fieldId, { hint, error })} className="field-box pr-7">
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
