import { type KeysCursor, type KeysFilter, type KeysState, keysStates } from '@/lib/front-desk/contract'
import { addDays, fromLocal, isLocalDate, type LocalDate } from '@/lib/time/zone'

/** What of the page *Keys* is kept in its address; never a code's digits (I32). */
export interface KeysAddress {
  state: KeysState
  kind: 'all' | 'code' | 'mobile-key'
  /** A room or a person. */
  text: string
  /** Days of the property: windows with a part in them. */
  from: LocalDate | ''
  until: LocalDate | ''
  /** The last row of every page before this one; empty on the first. */
  trail: string[]
}

export const noFilter: KeysAddress = { state: 'all', kind: 'all', text: '', from: '', until: '', trail: [] }

/** So many pages can be gone back by *Previous*. */
const longestTrail = 25

type Read = (name: string) => string | null

export function readKeysAddress(read: Read): KeysAddress {
  const state = read('state')
  const kind = read('kind')
  const day = (name: string) => {
    const text = read(name) ?? ''
    return isLocalDate(text) ? text : ''
  }
  return {
    state: keysStates.find((one) => one === state) ?? 'all',
    kind: kind === 'code' || kind === 'mobile-key' ? kind : 'all',
    text: (read('text') ?? '').slice(0, 100),
    from: day('from'),
    until: day('until'),
    trail: (read('after') ?? '').split(',').filter((part) => readCursor(part) !== null),
  }
}

/** The query of that address without its question mark; '' for the plain page. */
export function writeKeysAddress(address: Partial<KeysAddress>): string {
  const { state, kind, text, from, until, trail } = { ...noFilter, ...address }
  const query = new URLSearchParams()
  if (state !== 'all') query.set('state', state)
  if (kind !== 'all') query.set('kind', kind)
  if (text.trim() !== '') query.set('text', text.trim())
  if (from) query.set('from', from)
  if (until) query.set('until', until)
  if (trail.length > 0) query.set('after', trail.slice(-longestTrail).join(','))
  return query.toString()
}

export const writeCursor = ({ createdAt, id }: KeysCursor): string => `${createdAt}.${id}`

export function readCursor(text: string): KeysCursor | null {
  const [, createdAt = '', id = ''] = /^(\d{1,15})\.((?:psc|gky)_[0-9a-z]{25})$/.exec(text) ?? []
  return id === '' ? null : { createdAt: Number(createdAt), id }
}

/** The filter as the reads take it; days become instants of the property's zone. */
export function filterOf({ state, kind, text, from, until }: KeysAddress, timeZone: string): KeysFilter {
  return {
    state,
    ...(kind !== 'all' && { kind }),
    ...(text && { text }),
    ...(from && { fromAt: fromLocal({ date: from, time: '00:00' }, timeZone, 'start') }),
    ...(until && { untilAt: fromLocal({ date: addDays(until, 1), time: '00:00' }, timeZone, 'end') }),
  }
}

/** Whether a text could be a code: such digits are looked up by a POST and never enter an address. */
export const looksLikeCode = (text: string): boolean => /^\d{4,9}$/.test(text.replace(/[\s-]/g, ''))
