import { classNames } from './class-names'
import type { IconName } from './icon-shapes'

export type { IconName }

export interface IconProps {
  name: IconName
  /** Only for an icon that stands alone; beside a word leave it out and the icon is silent. */
  label?: string
  className?: string
}

export function Icon({ name, label, className }: IconProps) {
  return (
    <>
      <svg
        aria-hidden="true"
        className={classNames('size-4 shrink-0', className)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        focusable="false"
      >
        <use href={`#icon-${name}`} />
      </svg>
      {label && <span className="sr-only">{label}</span>}
    </>
  )
}
