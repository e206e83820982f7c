'use client'

import { type ComponentProps, type MouseEvent, useId } from 'react'
import { type ButtonSize, type ButtonTone, buttonLook } from './button-look'
import { Icon, type IconName } from './icon'
import { Spinner } from './spinner'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  tone?: ButtonTone
  size?: ButtonSize
  icon?: IconName
  /** Pressed and not yet answered: keeps the focus, shows a ring, ignores further presses. */
  busy?: boolean
  /** Why it cannot be pressed now. The button stays reachable and says so. */
  refusal?: string | undefined
}

/** A native button. Without `type="submit"` it submits nothing. */
export function Button({
  tone = 'plain',
  size = 'regular',
  icon,
  busy = false,
  refusal,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  const refusalId = useId()
  const dead = busy || Boolean(refusal)
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (dead) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <>
      <button
        {...rest}
        type={type}
        onClick={press}
        aria-disabled={dead || undefined}
        aria-describedby={refusal ? refusalId : rest['aria-describedby']}
        title={refusal ?? rest.title}
        className={buttonLook(tone, size, className)}
      >
        {busy ? <Spinner /> : icon && <Icon name={icon} />}
        {children}
      </button>
      {refusal && (
        <span id={refusalId} className="sr-only">
          {refusal}
        </span>
      )}
    </>
  )
}
