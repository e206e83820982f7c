import type { Instant } from '@/lib/time/clock'
import type { DeskRoom } from './desk-contract'

/** One thing said of a room: `desk.rooms.says.<word>` with these values. */
export interface RoomSaid {
  word:
    | 'occupied'
    | 'opens'
    | 'unknownCode'
    | 'coming'
    | 'permanent'
    | 'waiting'
    | 'nothing'
    | 'no-contact'
    | 'not-heard'
    | 'not-known'
    | 'gone'
    | 'unusable-name'
  tone: 'ok' | 'attention' | 'problem' | 'neutral' | 'busy'
  codes?: number
  keys?: number
  shared?: number
  at?: Instant
}

const reachTones = {
  'no-contact': 'problem',
  'not-heard': 'attention',
  'not-known': 'neutral',
  gone: 'attention',
  'unusable-name': 'attention',
} as const

/** What the Desk says of a room, what needs a look first; without a known code it says so, and never that it is vacant. */
export function sayRoom({ state, sinceAt, keys, occupied }: DeskRoom): RoomSaid[] {
  const said: RoomSaid[] = []
  if (state !== 'reachable')
    said.push({ word: state, tone: reachTones[state], ...(sinceAt !== null && { at: sinceAt }) })
  if (occupied) said.push({ word: 'occupied', tone: 'neutral' })
  if (!keys) return occupied ? said : [...said, { word: 'nothing', tone: 'neutral' }]
  const { confirmed, coming, mobileKeys, permanentKeys, sharedKeys, untilAt, unknownUntilAt, waiting } = keys
  if (unknownUntilAt !== null) said.push({ word: 'unknownCode', tone: 'attention', at: unknownUntilAt })
  if (untilAt !== null)
    said.push({ word: 'opens', tone: 'ok', codes: confirmed, keys: mobileKeys, shared: sharedKeys, at: untilAt })
  if (permanentKeys > 0) said.push({ word: 'permanent', tone: 'neutral', keys: permanentKeys })
  if (coming > 0) said.push({ word: 'coming', tone: 'busy', codes: coming })
  else if (waiting) said.push({ word: 'waiting', tone: 'busy' })
  // What is left then was never handed out.
  return said.some(({ word }) => word !== state) ? said : [...said, { word: 'nothing', tone: 'neutral' }]
}
