import { type LockSort, lockSorts } from '@/lib/locks/rules'

/** What of the page *Locks* is kept in its address. */
export interface LocksAddress {
  filter: string
  sort: LockSort
  descending: boolean
}

export function readLocksAddress(read: (name: string) => string | null): LocksAddress {
  const sort = read('sort')
  return {
    filter: (read('filter') ?? '').slice(0, 100),
    sort: lockSorts.find((one) => one === sort) ?? 'label',
    descending: read('order') === 'down',
  }
}

/** The query of that address without its question mark; '' for the plain page. */
export function writeLocksAddress({ filter, sort, descending }: LocksAddress): string {
  const query = new URLSearchParams()
  if (filter.trim() !== '') query.set('filter', filter.trim())
  if (sort !== 'label') query.set('sort', sort)
  if (descending) query.set('order', 'down')
  return query.toString()
}
