import type { IconName } from '@/components/ui/icon'
import type { ActionResult } from '@/lib/errors/contract'

export interface SearchResult {
  key: string
  href: string
  /** "204", "Ada Lovelace", "Issue a code". */
  title: string
  /** What tells it from others of that name: floor, window, lock. */
  detail?: string
  icon?: IconName
}

export interface SearchGroup {
  /** In the reader's language: "Rooms", "Guests", "Actions". */
  label: string
  results: readonly SearchResult[]
}

/** What fits the query, best first; at most some twenty in all. Only what the person may see. */
export type Search = (query: string) => Promise<ActionResult<readonly SearchGroup[]>>
