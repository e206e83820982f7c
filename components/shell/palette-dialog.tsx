'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { keepGutter } from '@/components/ui/keep-gutter'
import { PaletteResults } from './palette-results'
import type { Search } from './search-contract'
import { useRefusalWords } from './use-refusal-words'
import { useSearch } from './use-search'

/** A combobox over grouped results in a native dialog. */
export function PaletteDialog({ search, onClose }: { search: Search; onClose: () => void }) {
  const t = useTranslations('shell.search')
  const router = useRouter()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const { state, groups, refusal } = useSearch(search, query)
  const refused = useRefusalWords()(refusal)
  const results = groups.flatMap((group) => group.results)
  const at = Math.min(chosen, Math.max(0, results.length - 1))

  useLayoutEffect(() => {
    const element = dialog.current
    keepGutter()
    element?.showModal()
    return () => element?.close()
  }, [])

  function open(href: string) {
    onClose()
    router.push(href)
  }

  function key(event: KeyboardEvent) {
    const goals: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 }
    const goal = goals[event.key]
    const result = results[at]
    if (goal !== undefined && results.length > 0) {
      event.preventDefault()
      setChosen((goal + results.length) % results.length)
    } else if (event.key === 'Enter' && result && state === 'answered') {
      event.preventDefault()
      open(result.href)
    }
  }

  const words = {
    start: t('start'),
    waiting: t('waiting'),
    refused: refused && `${refused.title} ${refused.next}`,
    failed: t('failed'),
    answered: results.length > 0 ? t('results', { n: results.length }) : t('none', { query: query.trim() }),
  }[state]

  return (
    <dialog
      ref={dialog}
      aria-label={t('title')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={key}
      className="enter-softly m-0 max-h-dvh w-full max-w-none flex-col bg-surface open:flex max-sm:h-dvh sm:mx-auto sm:mt-[10dvh] sm:max-h-[75dvh] sm:max-w-xl sm:rounded-lg sm:border sm:border-line"
    >
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Icon name="search" className="text-soft" />
        <input
          role="combobox"
          aria-label={t('field')}
          aria-expanded={results.length > 0}
          aria-controls={`${id}-results`}
          aria-activedescendant={results[at] ? `${id}-${results[at].key}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('field')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          className="h-12 min-w-0 grow bg-transparent text-lg outline-none"
        />
        <button type="button" onClick={onClose} className="min-h-8 rounded-sm px-1 text-sm text-soft">
          Esc
        </button>
      </div>
      <p role="status" className={results.length > 0 && state === 'answered' ? 'sr-only' : 'px-4 py-3 text-soft'}>
        {words}
      </p>
      <PaletteResults id={id} label={t('title')} groups={groups} chosen={results[at]?.key} onOpen={open} />
      <p className="border-t border-line px-4 py-2 text-sm text-soft max-sm:hidden">{t('keys')}</p>
    </dialog>
  )
}
