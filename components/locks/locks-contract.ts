import type { SourceReach } from '@/lib/connections/contract'
import type { LockRow, LockView } from '@/lib/locks/contract'
import type { Instant } from '@/lib/time/clock'

/** What `GET /api/<property>/locks` answers: all rows, or only those asked for. */
export interface LocksView {
  now: Instant
  rows: LockRow[]
  /** All that there are. */
  total: number
  /** How far the Lock Server answers; null = none is connected. */
  reach?: SourceReach | null
}

/** What `GET /api/<property>/locks/<lock>` answers. */
export interface LockPageView {
  now: Instant
  lock: LockView
  /** For who is told no names: a guest may be in. */
  occupied: boolean
  /** When this browser read it (monotonic); absent on what the page brought. */
  readMs?: number
}

/** A row with when this browser read it (monotonic): rows off the screen are read more rarely, and age by that. */
export type ShownLock = LockRow & { readMs?: number }

export const doorActs = ['issue-code', 'mobile-key', 'unlock', 'emergency'] as const
export type DoorAct = (typeof doorActs)[number]
/** `unlock` is of rooms; common doors are unlocked by more roles. */
export type LockRights = Record<DoorAct | 'unlockCommon', boolean>

export const mayAct = (may: LockRights, act: DoorAct, { common }: Pick<LockRow, 'common'>): boolean =>
  act === 'unlock' && common ? may.unlockCommon : may[act]

/** So many rows travel within the page; longer lists are completed from the API. */
export const rowsInPage = 500
export const firstOfMany = 100
