'use client'

import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef } from 'react'
import { type ButtonSize, type ButtonTone, buttonLook } from './button-look'
import { classNames } from './class-names'
import { Icon, type IconName } from './icon'
import { Link } from './link'
import { placeBeside } from './place-beside'

export interface MenuItem {
  key: string
  label: ReactNode
  icon?: IconName
  /** Either leads somewhere … */
  href?: string
  /** … or does something. */
  onSelect?: () => void
  danger?: boolean
  /** Why it cannot be chosen now; it stays readable. */
  refusal?: string | undefined
}

export interface MenuProps {
  /** Name of the button; seen too unless `icon` is given. */
  label: string
  /** A picture in place of the words. */
  icon?: IconName
  /** What the button shows instead, where the place is narrow or the name is longer than what is seen. */
  face?: { icon?: IconName; words: ReactNode; arrow?: boolean }
  tone?: ButtonTone
  size?: ButtonSize
  items: readonly MenuItem[]
  className?: string
}

/** A button with a list of actions: native popover, so Esc, a click beside it and the focus's return are the browser's. */
export function Menu({ label, icon, face, tone = 'plain', size = 'regular', items, className }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  function place(event: ToggleEvent<HTMLDivElement>) {
    if (event.newState !== 'open' || !button.current || !list.current) return
    placeBeside(list.current, button.current)
    list.current.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }

  function leave(item: MenuItem) {
    if (item.refusal) return
    list.current?.hidePopover()
    item.onSelect?.()
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        {...((icon || face) && { 'aria-label': label })}
        title={icon && label}
        className={buttonLook(tone, size, classNames(icon && (size === 'small' ? 'w-7 px-0' : 'w-9 px-0'), className))}
      >
        {face ? <Face {...face} /> : icon ? <Icon name={icon} /> : label}
        {!icon && !face && <Icon name="chevron-down" />}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        onToggle={place}
        onKeyDown={roam}
        className="enter-softly fixed inset-auto m-0 max-h-[80dvh] w-max max-w-72 min-w-48 overflow-y-auto rounded-md border border-edge bg-surface p-1 shadow-lg"
      >
        {items.map((item) => (
          <Entry key={item.key} item={item} onLeave={() => leave(item)} />
        ))}
      </div>
    </>
  )
}

function Face({ icon, words, arrow }: NonNullable<MenuProps['face']>) {
  return (
    <span className={classNames('flex min-w-0 items-center', icon ? 'flex-col gap-0.5' : 'gap-1')}>
      {icon && <Icon name={icon} className="size-5" />}
      <span className="max-w-full truncate">{words}</span>
      {arrow && <Icon name="chevron-down" />}
    </span>
  )
}

function Entry({ item, onLeave }: { item: MenuItem; onLeave: () => void }) {
  const look = classNames(
    'flex min-h-9 w-full items-center gap-2 rounded-sm px-2.5 text-start no-underline hover:bg-accent-tint focus:bg-accent-tint',
    item.danger ? 'text-problem' : 'text-ink',
    item.refusal && 'text-soft',
  )
  const words = (
    <>
      {item.icon && <Icon name={item.icon} />}
      <span className="min-w-0">
        {item.label}
        {item.refusal && <span className="block text-sm">{item.refusal}</span>}
      </span>
    </>
  )
  if (item.href && !item.refusal)
    return (
      <Link role="menuitem" tabIndex={-1} href={item.href} onClick={onLeave} className={look}>
        {words}
      </Link>
    )
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={item.refusal ? true : undefined}
      onClick={onLeave}
      className={look}
    >
      {words}
    </button>
  )
}

function roam(event: KeyboardEvent<HTMLDivElement>) {
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = entries.indexOf(document.activeElement as HTMLElement)
  const goals: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const goal = goals[event.key]
  if (goal !== undefined) {
    event.preventDefault()
    entries.at(goal % entries.length)?.focus()
  } else if (event.key === 'Tab') event.currentTarget.hidePopover()
}
