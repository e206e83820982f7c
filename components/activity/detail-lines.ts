import { isRole } from '@/lib/access/permissions'
import { type ActivityRow, isAuditGroup, type ShownDetail, shownDetails } from '@/lib/audit/contract'
import { isBuiltInReason } from '@/lib/properties/contract'
import { secondMs } from '@/lib/time/clock'
import { sayWholeMoment } from '@/lib/time/say-moment'
import type { ActivityWords } from './activity-words'

type Value = string | number | boolean | null

/** Told by another column, or saying nothing when they are false. */
const toldElsewhere: readonly ShownDetail[] = ['decision', 'because']
const onlyWhenTrue: readonly ShownDetail[] = ['oneTime', 'identityChecked', 'newPart', 'password', 'pin']
const lists: readonly ShownDetail[] = ['roles', 'floors', 'before', 'after', 'reasons']

/** The details of a line: "Name: value", or "Name: before → now" where both are known. */
export function detailLines(
  { details }: Pick<ActivityRow, 'details'>,
  words: ActivityWords,
  place: { zone: string; locale: string },
): string[] {
  const { activity } = words
  return shownDetails.flatMap((detail) => {
    const { [detail]: value, [`${detail}Before` as const]: before } = details
    if (value === undefined || isNoise(detail, value)) return []
    const name = activity(`details.names.${detail}`)
    const said = sayValue(detail, value, words, place)
    if (before === undefined) return [activity('details.line', { name, value: said })]
    if (before === value) return []
    return [activity('details.changed', { name, before: sayValue(detail, before, words, place), value: said })]
  })
}

function isNoise(detail: ShownDetail, value: Value): boolean {
  if (onlyWhenTrue.includes(detail)) return value !== true
  // `first` is a list of locks for one event and a mark of another.
  if (detail === 'first') return typeof value !== 'string'
  if (detail === 'sessions') return value === 0
  return toldElsewhere.includes(detail) || (detail === 'attempt' && value === 1)
}

function sayValue(
  detail: ShownDetail,
  value: Value,
  words: ActivityWords,
  place: { zone: string; locale: string },
): string {
  const { activity, roles, reasons } = words
  if (value === null || value === '') return activity('details.none')
  if (typeof value === 'boolean') return activity(value ? 'details.yes' : 'details.no')
  if (typeof value === 'number') {
    if (detail.endsWith('At')) return sayWholeMoment(value, place)
    if (detail.endsWith('Ms')) return activity('details.seconds', { n: Math.round(value / secondMs) })
    return detail.endsWith('Minutes') ? activity('details.minutes', { n: value }) : String(value)
  }
  const key = `details.values.${detail}.${value}` as 'details.values.use.copy'
  const worded = /^[a-z-]+$/.test(value) && activity.has(key)
  if (lists.includes(detail) && !worded) {
    const parts = value.split(' · ')
    return parts.map((part) => (isRole(part) ? roles(part) : isBuiltInReason(part) ? reasons(part) : part)).join(', ')
  }
  if (detail === 'group' && isAuditGroup(value)) return activity(`groups.${value}`)
  return worded ? activity(key) : value
}
