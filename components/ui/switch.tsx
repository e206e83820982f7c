import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'className' | 'role'> {
  label: ReactNode
  hint?: ReactNode
  className?: string
}

/** On or off, at once. What waits for "Save" is a Checkbox. */
export function Switch({ label, hint, className, id, ...input }: SwitchProps) {
  const ownId = useId()
  const fieldId = id ?? ownId
  return (
    <div className={classNames('flex items-start gap-3', className)}>
      <input
        {...input}
        id={fieldId}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says itself whether it is checked
        role="switch"
        aria-describedby={hint != null ? `${fieldId}-hint` : undefined}
        className={classNames(
          'relative h-6 w-10 shrink-0 appearance-none rounded-full border border-edge bg-sunken transition-colors',
          'before:absolute before:top-0.5 before:left-0.5 before:size-[1.125rem] before:rounded-full before:border before:border-edge before:bg-surface before:transition-transform',
          'checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:border-accent',
          'forced-colors:appearance-auto',
        )}
      />
      <div className="min-w-0">
        <label htmlFor={fieldId} className="block font-medium leading-6">
          {label}
        </label>
        {hint != null && (
          <p id={`${fieldId}-hint`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
