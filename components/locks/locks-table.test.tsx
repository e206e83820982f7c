import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type LockRow, lockStates } from '@/lib/locks/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { readLocksAddress, writeLocksAddress } from './locks-address'
import { LocksTable } from './locks-table'

const nothing = () => undefined
const router = { push: nothing, replace: nothing, prefetch: nothing, refresh: nothing, back: nothing, forward: nothing }
const say = () => '13:52'

function html(rows: readonly LockRow[], locale: 'en' | 'de' = 'en', may = false): string {
  const rights = { 'issue-code': may, 'mobile-key': false, unlock: may, emergency: may, unlockCommon: may }
  return renderToString(
    <AppRouterContext.Provider value={router as never}>
      <NextIntlClientProvider locale={locale} messages={locale === 'en' ? english : german} timeZone="UTC">
        <LocksTable
          slug="aurora"
          rows={rows}
          say={say}
          label="Locks"
          may={rights}
          onAct={nothing}
          empty={<p>none</p>}
        />
      </NextIntlClientProvider>
    </AppRouterContext.Provider>,
  ).replaceAll('<!-- -->', '')
}

const row = (place: number, more: Partial<LockRow> = {}): LockRow => ({
  id: `lck_${place}`,
  name: `MJ${place}`,
  label: String(place),
  sortKey: `0${place}`,
  floor: '2',
  common: false,
  state: 'reachable',
  sinceAt: null,
  signalDbm: -71,
  gateway: 'GW000003',
  gateways: 2,
  heardAgeMs: 240_000,
  ...more,
})

test('a row says the signal in dBm and words, the gateways, and how old that is', () => {
  const out = html([row(204)])
  expect(out).toContain('−71 dBm good')
  expect(out).toContain('4 min ago')
  expect(out).toContain('and 1 other')
  expect(out).toContain('href="/aurora/locks/lck_204"')
})

test.each(['en', 'de'] as const)('every state has its own words with an icon, never a hue alone (%s)', (locale) => {
  const said = lockStates.map((state) => {
    const sinceAt = state === 'no-contact' || state === 'gone' ? 1 : null
    const out = html([row(204, { state, sinceAt })], locale)
    const [, words = ''] = /data-state="[^"]+">(.*?)<\/span><\/span><\/span>/.exec(out) ?? []
    expect(words).toContain('<svg')
    return words.replace(/<[^>]+>/g, '').trim()
  })
  expect(new Set(said).size).toBe(lockStates.length)
  expect(said.every((words) => words.length > 3)).toBe(true)
  expect(said.filter((words) => words.includes('13:52'))).toHaveLength(2)
})

test('actions name their door, and a lock that is no longer listed has none', () => {
  const out = html([row(204)], 'en', true)
  expect(out).toContain('Unlock<span class="sr-only"> for 204</span>')
  expect(html([row(204, { state: 'gone' })], 'en', true)).not.toContain('data-act')
  expect(html([row(204)])).not.toContain('data-act')
})

test('a name that is hostile stays text', () => {
  expect(html([row(1, { label: '<script>', name: '../1' })])).not.toContain('<script>')
})

test('of 10,000 rows the server renders only the first, and says how many there are', () => {
  const out = html(Array.from({ length: 10_000 }, (_, place) => row(place)))
  expect(out).toContain('aria-rowcount="10001"')
  expect(out.match(/data-row=/g)?.length).toBe(40)
})

test('the page’s filter and order come back from its address', () => {
  const address = { filter: 'not heard', sort: 'signal', descending: true } as const
  const query = new URLSearchParams(writeLocksAddress(address))
  expect(readLocksAddress((name) => query.get(name))).toEqual(address)
  expect(writeLocksAddress({ filter: ' ', sort: 'label', descending: false })).toBe('')
  expect(readLocksAddress(() => '<script>')).toEqual({ filter: '<script>', sort: 'label', descending: false })
})
