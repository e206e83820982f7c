'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Dialog } from './dialog'
import { Kbd } from './kbd'
import { knownShortcuts, type Shortcut, useShortcuts } from './use-shortcuts'

/** `?` shows every key that works on the page. One per document, in the shell. */
export function ShortcutList() {
  const t = useTranslations('ui.shortcuts')
  const [known, setKnown] = useState<Array<[string, Shortcut]> | null>(null)
  useShortcuts({ '?': { name: 'all', run: () => setKnown(knownShortcuts()) } })
  const words = (shortcut: Shortcut) => shortcut.words ?? (shortcut.name && t(shortcut.name))
  return (
    <Dialog open={known !== null} onClose={() => setKnown(null)} title={t('title')} size="small">
      <ul className="flex flex-col gap-1.5">
        {known?.map(([key, shortcut]) => (
          <li key={key} className="flex items-center justify-between gap-4">
            <span>{words(shortcut)}</span>
            <span className="flex gap-1">
              {key.split('+').map((part) => (
                <Kbd key={part}>
                  {part === 'mod' ? 'Ctrl/⌘' : part === 'shift' ? '⇧' : part.length === 1 ? part.toUpperCase() : part}
                </Kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
