import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon, type IconName } from './icon'
import { type Tone, toneIcon, toneText } from './tone'

export interface StatusWordProps {
  tone: Tone
  /** The state in words; always there, the hue only repeats it. */
  children: ReactNode
  /** Instead of the tone's own picture. */
  icon?: IconName
  className?: string
}

export function StatusWord({ tone, children, icon, className }: StatusWordProps) {
  return (
    <span className={classNames('inline-flex items-start gap-1.5 align-top', toneText[tone], className)}>
      <Icon name={icon ?? toneIcon[tone]} className="mt-0.5" />
      <span className={classNames('min-w-0', tone !== 'neutral' && 'font-medium')}>{children}</span>
    </span>
  )
}
