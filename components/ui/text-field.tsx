import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { FieldFrame, type FieldWords, fieldAttributes } from './field-frame'

export interface TextFieldProps extends FieldWords, Omit<ComponentProps<'input'>, 'className' | 'size'> {
  /** A button or unit that stands right of the input. */
  trailing?: ReactNode
  inputClassName?: string
}

/** One line of text in a native input; controlled or not, any `type`. */
export function TextField({
  label,
  hint,
  error,
  aside,
  labelHidden,
  className,
  trailing,
  inputClassName,
  id,
  ...input
}: TextFieldProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <FieldFrame id={fieldId} {...{ label, hint, error, aside, labelHidden, className }}>
      <div className="flex items-center gap-2">
        <input
          {...input}
          {...fieldAttributes(fieldId, { hint, error })}
          className={classNames('field-box', inputClassName)}
        />
        {trailing}
      </div>
    </FieldFrame>
  )
}
