import { type ComponentProps, useId } from 'react'
import { FieldFrame, type FieldWords, fieldAttributes } from './field-frame'

export interface TextAreaProps extends FieldWords, Omit<ComponentProps<'textarea'>, 'className'> {}

export function TextArea({ label, hint, error, aside, labelHidden, className, id, rows = 3, ...input }: TextAreaProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <FieldFrame id={fieldId} {...{ label, hint, error, aside, labelHidden, className }}>
      <textarea {...input} rows={rows} {...fieldAttributes(fieldId, { hint, error })} className="field-box" />
    </FieldFrame>
  )
}
