'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DayField } from '@/components/ui/day-field'
import { FilterField } from '@/components/ui/filter-field'
import { Select } from '@/components/ui/select'
import { keysStates } from '@/lib/front-desk/contract'
import { type KeysAddress, looksLikeCode, noFilter } from './keys-address'

export interface KeysFilterProps {
  address: KeysAddress
  /** In the property, `YYYY-MM-DD`. */
  today: string
  /** Goes to the address; each change of the filter begins at the first page. */
  onAddress: (address: KeysAddress) => void
  /** Digits, looked up by a POST: true once it went to what it found. */
  onDigits: (digits: string) => Promise<boolean>
  /** Digits stand in the field and were not looked up yet: the list is not what they ask for. */
  onWaiting: (waits: boolean) => void
}

const restMs = 300

/** *Filter keys* by room or person, state, kind and window; all of it in the address, digits never. */
export function KeysFilter({ address, today, onAddress, onDigits, onWaiting }: KeysFilterProps) {
  const t = useTranslations('keys.filter')
  const [text, setText] = useState(address.text)
  const [sought, setSought] = useState<'idle' | 'looking' | 'nothing'>('idle')
  // Where the page is on its way to: the address itself follows later.
  const goal = useRef(address)
  const change = (part: Partial<KeysAddress>) => {
    goal.current = { ...goal.current, ...part, trail: [] }
    onAddress(goal.current)
  }
  const digits = looksLikeCode(text) && text.trim() !== address.text

  useEffect(() => onWaiting(digits), [digits, onWaiting])

  const field = useRef<HTMLFormElement>(null)
  const latest = useRef(change)
  useEffect(() => {
    latest.current = change
  })
  useEffect(() => {
    if (text.trim() === goal.current.text || looksLikeCode(text)) return
    const timer = setTimeout(() => latest.current({ text: text.trim() }), restMs)
    return () => clearTimeout(timer)
  }, [text])
  useEffect(() => {
    goal.current = address
    // Gone to by a link or the browser's history; what is being typed stays.
    if (!field.current?.contains(document.activeElement)) setText(address.text)
  }, [address])

  async function lookUp() {
    setSought('looking')
    const found = await onDigits(text).catch(() => false)
    setSought(found ? 'idle' : 'nothing')
  }

  return (
    <search aria-label={t('label')} className="flex flex-col gap-2 pb-3">
      <div className="flex flex-wrap items-end gap-3">
        <form
          ref={field}
          className="w-full sm:w-64"
          onSubmit={(event) => {
            // Its field has no name: even without script nothing typed enters an address.
            event.preventDefault()
            if (digits) void lookUp()
          }}
        >
          <FilterField
            label={t('text')}
            value={text}
            onValueChange={(next) => {
              setSought('idle')
              setText(next)
            }}
          />
        </form>
        <Select
          label={t('state')}
          className="w-44"
          value={address.state}
          onChange={(event) => change({ state: keysStates.find((one) => one === event.target.value) ?? 'all' })}
          options={keysStates.map((state) => ({ value: state, label: t(`states.${state}`) }))}
        />
        <Select
          label={t('kind')}
          className="w-40"
          value={address.kind}
          onChange={(event) => change({ kind: event.target.value as KeysAddress['kind'] })}
          options={(['all', 'code', 'mobile-key'] as const).map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        />
        <DayField
          label={t('from')}
          className="w-44"
          day={address.from}
          today={today}
          onDay={(from) => change({ from })}
        />
        <DayField
          label={t('until')}
          className="w-44"
          day={address.until}
          today={today}
          onDay={(until) => change({ until })}
        />
        {JSON.stringify(address) !== JSON.stringify(noFilter) && (
          <Button
            tone="quiet"
            onClick={() => {
              setText('')
              change(noFilter)
            }}
          >
            {t('clear')}
          </Button>
        )}
      </div>
      <div role="status" className="text-sm text-soft empty:hidden">
        {digits && (
          <span className="inline-flex flex-wrap items-center gap-2">
            {t(`digits.${sought}`)}
            {sought !== 'looking' && (
              <Button size="small" onClick={lookUp}>
                {t('digits.look')}
              </Button>
            )}
          </span>
        )}
      </div>
    </search>
  )
}
