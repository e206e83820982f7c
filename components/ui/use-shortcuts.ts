'use client'

import { useEffect, useRef } from 'react'

/** Keys that the house knows by name; `?` lists them. A page adds its own with `words`. */
export type ShortcutName = 'search' | 'filter' | 'down' | 'up' | 'open' | 'lock' | 'all'

export interface Shortcut {
  /** Absent: only named in the list, another listener obeys it. */
  run?: () => void
  /** Also under an open dialog. */
  anywhere?: boolean
  /** Named in `ui.shortcuts.<name>` … */
  name?: ShortcutName
  /** … or said here, e.g. "New stay". */
  words?: string
}

/** `KeyboardEvent.key`, or `mod+k` for Ctrl or ⌘, `mod+shift+l` with Shift. */
export type Shortcuts = Readonly<Record<string, Shortcut>>

const layers = new Set<{ current: Shortcuts }>()

/** What can be pressed now, for the list; later layers win. */
export function knownShortcuts(): Array<[key: string, shortcut: Shortcut]> {
  return [...new Map([...layers].flatMap((layer) => Object.entries(layer.current)))]
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select') !== null)

function press(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const mod = event.ctrlKey || event.metaKey
  // Single keys are off while typing, in menus and under an open dialog; Ctrl or ⌘ works everywhere but under a dialog.
  if (!mod && (isTyping(event.target) || document.querySelector(':popover-open'))) return
  const key = mod ? `mod+${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}` : event.key
  const shortcut = [...layers].reverse().find((layer) => Object.hasOwn(layer.current, key))?.current[key]
  if (!shortcut?.run || (!shortcut.anywhere && document.querySelector('dialog:modal'))) return
  event.preventDefault()
  shortcut.run()
}

/** Keys for as long as the component is there. The innermost, latest mounted one wins. */
export function useShortcuts(shortcuts: Shortcuts) {
  const layer = useRef(shortcuts)
  useEffect(() => {
    layer.current = shortcuts
  })
  useEffect(() => {
    if (layers.size === 0) document.addEventListener('keydown', press)
    layers.add(layer)
    return () => {
      layers.delete(layer)
      if (layers.size === 0) document.removeEventListener('keydown', press)
    }
  }, [])
}
