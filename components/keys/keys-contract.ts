import type { KeyRow } from '@/lib/front-desk/contract'
import type { Instant } from '@/lib/time/clock'

/** One page of *Keys*: what `GET /api/<property>/keys?…` answers. */
export interface KeysView {
  now: Instant
  rows: KeyRow[]
  /** The last row of this page, when more follow. */
  next: string | null
  /** Possible unknown codes and keys, on the first page only. */
  unknown: KeyRow[]
}
