'use client'

import type { ComponentProps } from 'react'
import { buttonLook } from './button-look'
import { Icon, type IconName } from './icon'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName
  /** Its name for readers of the screen, and its tooltip. */
  label: string
}

/** A square button of 36 px whose picture everybody knows (close, more). Prefer a Button with a word. */
export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={buttonLook('quiet', 'regular', `w-9 px-0 text-soft hover:text-ink ${className ?? ''}`)}
    >
      <Icon name={icon} className="size-5" />
    </button>
  )
}
