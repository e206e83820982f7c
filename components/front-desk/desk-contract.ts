import type { IconName } from '@/components/ui/icon'
import type { SourceReach } from '@/lib/connections/contract'
import type { DoorKeys, ToDoItem, TodayStay } from '@/lib/front-desk/contract'
import type { LockRow } from '@/lib/locks/contract'
import type { NoticeView } from '@/lib/notices/contract'
import type { Instant } from '@/lib/time/clock'

/** A room's or common door's line on the Desk. */
export type DeskRoom = Pick<LockRow, 'id' | 'label' | 'sortKey' | 'floor' | 'common' | 'state' | 'sinceAt'> & {
  /** Null = nothing is known that opens it. */
  keys: Omit<DoorKeys, 'lockId'> | null
  /** For who is told no names: a guest may be in. Without it nothing is said, and never that it is vacant. */
  occupied?: true
}

/** Doors of one floor that no command reaches. */
export interface Outage {
  /** Null: doors that have no floor. */
  floor: string | null
  /** "301–308", "301–304, 306", in the order of the doors. */
  doors: string
  /** All of them since then; null where it cannot be said. */
  sinceAt: Instant | null
  /** No door of the floor is reached. */
  whole: boolean
}

export interface Floors {
  floors: string[]
  /** There are doors that are no rooms. */
  common: boolean
}

/** The whole Desk: what `GET /api/<property>/desk` answers. Null = the reader's roles do not show it. */
export interface DeskView {
  now: Instant
  /** How far the Lock Server answers; null = none is connected. */
  source: SourceReach | null
  rooms: DeskRoom[]
  /** Set while `rooms` are only the first of very many: what is said of all of them. */
  cut?: { shown: number; floors: Floors; outages: Outage[] }
  /** New accounts and roles that the reader has not marked as seen; emergency entries are an alarm of every page. */
  notices: NoticeView[] | null
  toDo: ToDoItem[] | null
  today: { starting: TodayStay[]; ending: TodayStay[] } | null
}

export interface DeskRights {
  issue: boolean
  mobileKey: boolean
  /** A room; after signing in again. */
  unlock: boolean
  unlockCommon: boolean
  dismiss: boolean
}

/** What a person can do with a door from its line. */
export type DoorAct = 'issue-code' | 'mobile-key' | 'unlock'

/** What fits what was typed; digits travel in the body of a POST (I32). */
export interface DeskFound {
  key: string
  href: string
  title: string
  detail?: string
  icon?: IconName
}
export interface DeskFoundGroup {
  label: string
  results: readonly DeskFound[]
}
export type DeskFind = (text: string) => Promise<readonly DeskFoundGroup[]>
