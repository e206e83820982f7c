import { isId } from '../ids/ids'
import type { Instant } from '../time/clock'
import { addDays, fromLocal, isLocalDate, isLocalTime, toLocal } from '../time/zone'
import { type ActivityFields, type ActivityFilter, type ActivityPlace, isAuditGroup, isOtherActor } from './contract'

export interface ActivityAsked {
  fields: ActivityFields
  filter: ActivityFilter
  after: ActivityPlace | null
  /** Fields that mean nothing and were left out of the filter. */
  faults: { from?: 'not-a-day'; until?: 'not-a-day' | 'reversed' }
}

type Given = Record<string, string | string[] | undefined>

/** The activity's address as a filter in the property's zone; whatever in it means nothing narrows nothing and is named. */
export function readActivityAsked(given: Given, timeZone: string): ActivityAsked {
  const text = (name: keyof ActivityFields) => {
    const value = given[name]
    return typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, 200) : ''
  }
  const fields = {
    who: text('who'),
    door: text('door'),
    group: text('group'),
    from: text('from'),
    until: text('until'),
  }
  const { who, door, group, from, until } = fields
  const day = (date: string) => fromLocal({ date, time: '00:00' }, timeZone, 'start')
  const faults: ActivityAsked['faults'] = {}
  if (from !== '' && !isDay(from)) faults.from = 'not-a-day'
  if (until !== '' && !isDay(until)) faults.until = 'not-a-day'
  if (isDay(from) && isDay(until) && until < from) faults.until = 'reversed'
  return {
    fields,
    faults,
    after: readPlace(given.before),
    filter: {
      ...(isId('person', who) && { who: { personId: who } }),
      ...(isOtherActor(who) && { who: { actorKind: who } }),
      ...(door !== '' && { door }),
      ...(isAuditGroup(group) && { group }),
      ...(isDay(from) && { fromAt: day(from) }),
      ...(isDay(until) && faults.until === undefined && { untilAt: day(addDays(until, 1)) }),
    },
  }
}

/** Within what a database can compare, a day's zone shift included. */
const isDay = (text: string) => isLocalDate(text) && text >= '1970-01-02' && text <= '9999-12-29'

export interface MomentAsked {
  at: Instant
  /** As they stand in the address, or as the moment is there. */
  fields: { on: string; time: string }
  faults: { on?: 'not-a-day'; time?: 'not-a-time' }
}

/** A moment of the address (`on`, `time`) in the property's zone; now where none is named or what is named is none. */
export function readMomentAsked(given: Given, timeZone: string, now: Instant): MomentAsked {
  const text = (value: string | string[] | undefined) => (typeof value === 'string' ? value.trim().slice(0, 20) : '')
  const here = toLocal(now, timeZone)
  const fields = { on: text(given.on) || here.date, time: text(given.time) || here.time }
  const faults: MomentAsked['faults'] = {
    ...(!isDay(fields.on) && { on: 'not-a-day' }),
    ...(!isLocalTime(fields.time) && { time: 'not-a-time' }),
  }
  const asked = given.on !== undefined && faults.on === undefined && faults.time === undefined
  return { at: asked ? fromLocal({ date: fields.on, time: fields.time }, timeZone, 'start') : now, fields, faults }
}

function readPlace(given: string | string[] | undefined): ActivityPlace | null {
  const [, at, sequence] = (typeof given === 'string' && /^(\d{1,14})\.(\d{1,15})$/.exec(given)) || []
  return at === undefined || sequence === undefined ? null : { at: Number(at), sequence: Number(sequence) }
}

/** The address of a page of the activity below `path`, without what asks for nothing. */
export function activityHref(path: string, fields: ActivityFields, after: ActivityPlace | null): string {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))
  if (after) query.set('before', `${after.at}.${after.sequence}`)
  return query.size > 0 ? `${path}?${query}` : path
}
