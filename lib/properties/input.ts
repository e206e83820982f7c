import { z } from 'zod'
import { isLocalTime, isTimeZone } from '../time/zone'
import { codeMarginLimits, reasonLimits, walkInLeadLimits } from './contract'

const name = z.string().trim().min(1).max(80)
const timeZone = z.string().max(64).refine(isTimeZone, 'not-a-time-zone')
const time = z.string().refine(isLocalTime, 'not-a-time')

export const newPropertyInput = z.object({ name, timeZone })

export const propertySettingsInput = z
  .object({
    name,
    timeZone,
    arrivalTime: time,
    departureTime: time,
    hotelDayEndsAt: time,
    codeMarginMinutes: z.number().int().min(codeMarginLimits.min).max(codeMarginLimits.max),
    walkInLeadMinutes: z.number().int().min(walkInLeadLimits.min).max(walkInLeadLimits.max),
    mobileKeysOn: z.boolean(),
    housekeepingUnlocks: z.boolean(),
  })
  .partial()

export const reasonsInput = z.object({
  reasons: z
    .array(z.string().trim().min(1).max(reasonLimits.characters))
    .min(1)
    .max(reasonLimits.count)
    .refine((list) => new Set(list.map((text) => text.toLowerCase())).size === list.length, 'twice'),
})
