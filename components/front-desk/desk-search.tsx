'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { goTo } from '@/components/ui/filter-field'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'
import { useShortcuts } from '@/components/ui/use-shortcuts'
import type { DeskFind, DeskFoundGroup } from './desk-contract'
import { SearchResults } from './search-results'

type State = 'idle' | 'waiting' | 'answered' | 'failed'

const restMs = 150

/** *Room, guest or code*: finds while typing; Enter opens what fits best, the arrow keys choose another. */
export function DeskSearch({ find }: { find: DeskFind }) {
  const t = useTranslations('desk.search')
  const router = useRouter()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [state, setState] = useState<State>('idle')
  const [groups, setGroups] = useState<readonly DeskFoundGroup[]>([])
  const [at, setAt] = useState(0)
  const [openOnAnswer, setOpenOnAnswer] = useState(false)
  const results = groups.flatMap((group) => group.results)
  const chosen = results[Math.min(at, results.length - 1)]
  const asked = text.trim()

  useShortcuts({ '/': { words: t('shortcut'), run: () => goTo(input.current) } })
  useEffect(() => {
    // Where somebody already reads or types, the page takes nothing from them.
    if (document.activeElement === document.body && window.matchMedia('(pointer: fine)').matches)
      input.current?.focus({ preventScroll: true })
  }, [])

  useEffect(() => {
    setAt(0)
    setOpenOnAnswer(false)
    if (asked === '') {
      setState('idle')
      setGroups([])
      return
    }
    let late = false
    setState('waiting')
    const timer = setTimeout(() => {
      find(asked).then(
        (answer) => {
          if (late) return
          setGroups(answer)
          setState('answered')
        },
        () => {
          if (late) return
          setGroups([])
          setState('failed')
        },
      )
    }, restMs)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [asked, find])

  function open(href: string) {
    setText('')
    router.push(href)
  }
  // Enter pressed before the answer came opens its best once it is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only an answer opens
  useEffect(() => {
    if (openOnAnswer && state === 'answered' && chosen) open(chosen.href)
  }, [openOnAnswer, state])

  function key(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault()
      // A second time leaves the field to the page's single keys.
      if (text === '') input.current?.blur()
      setText('')
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && results.length > 0) {
      event.preventDefault()
      setAt((at + (event.key === 'ArrowDown' ? 1 : -1) + results.length) % results.length)
    } else if (event.key === 'Enter' && asked !== '') {
      event.preventDefault()
      if (state === 'answered' && chosen) open(chosen.href)
      else if (state === 'waiting') setOpenOnAnswer(true)
    }
  }

  const told = {
    idle: '',
    waiting: t('waiting'),
    failed: t('failed'),
    answered: results.length > 0 ? t('results', { n: results.length }) : t('none'),
  }[state]
  const shown = state !== 'idle'
  return (
    <search aria-label={t('label')} className="relative w-full max-w-2xl">
      <label htmlFor={id} className="sr-only">
        {t('label')}
      </label>
      <Icon name="search" className="pointer-events-none absolute top-3.5 left-3.5 text-soft" />
      <input
        ref={input}
        id={id}
        role="combobox"
        aria-expanded={shown && results.length > 0}
        aria-controls={`${id}-results`}
        aria-activedescendant={shown && chosen ? `${id}-${chosen.key}` : undefined}
        aria-autocomplete="list"
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('label')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        className="peer field-box h-11 px-10 text-lg"
      />
      <span className="pointer-events-none absolute top-3 right-3 peer-focus:hidden max-sm:hidden">
        {text === '' && <Kbd>/</Kbd>}
      </span>
      {shown && (
        <div className="absolute inset-x-0 top-full z-20 mt-1 max-h-[60dvh] overflow-y-auto rounded-md border border-edge bg-surface p-1 shadow-lg">
          <p role="status" className={results.length > 0 && state === 'answered' ? 'sr-only' : 'px-2 py-1.5 text-soft'}>
            {told}
          </p>
          <SearchResults id={id} label={t('label')} groups={groups} chosen={chosen?.key} onOpen={open} />
        </div>
      )}
    </search>
  )
}
