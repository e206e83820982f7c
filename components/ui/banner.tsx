import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon, type IconName } from './icon'
import { type Tone, toneBox, toneIcon, toneText } from './tone'

export interface BannerProps {
  /** neutral = information. */
  tone?: Exclude<Tone, 'busy'>
  /** What is so, in one line. */
  title?: ReactNode
  /** What still works, what does not. */
  children?: ReactNode
  /** Next steps as buttons. */
  actions?: ReactNode
  icon?: IconName
  /** It appeared by itself or after a press: read it out (a problem at once). */
  live?: boolean
  className?: string
}

export function Banner({ tone = 'neutral', title, children, actions, icon, live, className }: BannerProps) {
  return (
    <div
      role={live ? (tone === 'problem' ? 'alert' : 'status') : undefined}
      className={classNames('flex items-start gap-2.5 rounded-md border px-3 py-2.5', toneBox[tone], className)}
    >
      <Icon name={icon ?? toneIcon[tone]} className={classNames('mt-px size-[1.125rem]', toneText[tone])} />
      <div className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          {title && <p className="font-semibold">{title}</p>}
          {children && <div className="text-ink">{children}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
