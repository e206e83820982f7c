import { z } from 'zod'
import { isLocalTime, isTimeZone } from '../time/zone'
import { codeMarginLimits, headsMailLimits, idleLockLimits, reasonLimits, walkInLeadLimits } from './contract'

const name = z.string().trim().min(1).max(80)
const timeZone = z.string().max(64).refine(isTimeZone, 'not-a-time-zone')
const address = z.email().max(254)
const time = z.string().refine(isLocalTime, 'not-a-time')

/** Addresses as people write them: by commas, semicolons or lines; each once. */
const addresses = z
  .string()
  .max(2000)
  .transform((text, ctx) => {
    const list = [...new Set(text.split(/[\s,;]+/).filter((one) => one !== ''))]
    const fault = list.some((one) => !address.safeParse(one).success)
      ? 'not-an-email'
      : list.length > headsMailLimits.addresses
        ? 'too-many'
        : null
    if (fault) ctx.addIssue({ code: 'custom', message: fault })
    return list.join(', ')
  })

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
    headsMailTo: addresses,
    idleLockMinutes: z.number().int().min(idleLockLimits.min).max(idleLockLimits.max),
  })
  .partial()

export const reasonsInput = z.object({
  reasons: z
    .array(z.string().trim().min(1).max(reasonLimits.characters))
    .min(1)
    .max(reasonLimits.count)
    .refine((list) => new Set(list.map((text) => text.toLowerCase())).size === list.length, 'twice'),
})
