'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { buttonLook } from '@/components/ui/button-look'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'
import { useShortcuts } from '@/components/ui/use-shortcuts'
import { whenOpened } from '@/components/ui/when-opened'
import type { Search } from './search-contract'

const PaletteDialog = whenOpened(() => import('./palette-dialog').then((module) => module.PaletteDialog))

/** The button of the search over everything; Ctrl/⌘ K opens it from anywhere. The dialog itself loads when opened. */
export function CommandPalette({ search }: { search: Search }) {
  const t = useTranslations('shell.search')
  const [open, setOpen] = useState(false)
  useShortcuts({ 'mod+k': { name: 'search', run: () => setOpen(true) } })
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        aria-label={t('open')}
        title={t('title')}
        onClick={() => setOpen(true)}
        className={buttonLook(
          'plain',
          'regular',
          'border-line font-normal text-soft max-lg:w-9 max-lg:px-0 lg:min-w-44 lg:justify-start',
        )}
      >
        <Icon name="search" />
        <span className="grow text-start max-lg:hidden">{t('open')}</span>
        <span className="max-lg:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {open && <PaletteDialog search={search} onClose={() => setOpen(false)} />}
    </>
  )
}
