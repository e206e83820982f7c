import type { LocalTime } from '../time/zone'

/** First parts of paths that are ours (design.md, Settings): no property may be called so. */
export const reservedSlugs = [
  'api',
  'g',
  'sign-in',
  'setup',
  'new-password',
  'locked',
  'second-factor',
  'ilocks',
  '_next',
] as const

/** The reasons of house rule 9 that every property begins with, as codes: their words are `reasons.<code>`. */
export const builtInReasons = [
  'locked-out',
  'code-fails',
  'forgot-code',
  'luggage',
  'maintenance',
  'welfare',
  'emergency',
  'other',
] as const
export type BuiltInReason = (typeof builtInReasons)[number]

/** An entry of `property.reasons` is one of these codes or a property's own text, shown as it is. */
export const isBuiltInReason = (reason: string): reason is BuiltInReason =>
  (builtInReasons as readonly string[]).includes(reason)

/** The only reason that is typed out (house rule 9). */
export const otherReason: BuiltInReason = 'other'

/** What people may change on the property's settings page. */
export interface PropertySettings {
  name: string
  timeZone: string
  arrivalTime: LocalTime
  departureTime: LocalTime
  hotelDayEndsAt: LocalTime
  codeMarginMinutes: number
  walkInLeadMinutes: number
  mobileKeysOn: boolean
  housekeepingUnlocks: boolean
  /** Addresses by commas; empty = nobody. */
  headsMailTo: string
  /** A screen that nobody touches for so long is locked. */
  idleLockMinutes: number
}

/** House rule 2: a code works 0 to 4 hours past the departure. */
export const codeMarginLimits = { min: 0, max: 240 } as const
export const walkInLeadLimits = { min: 0, max: 120 } as const
export const headsMailLimits = { addresses: 10 } as const
export const idleLockLimits = { min: 1, max: 60 } as const
export const reasonLimits = { count: 30, characters: 60 } as const
