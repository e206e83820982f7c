import { z } from 'zod'
import { isId } from '../ids/ids'
import { guestRecordsAtOnce, type PrivacyLimits, privacyBounds } from './contract'

const within = (name: keyof PrivacyLimits) => z.number().int().min(privacyBounds[name].min).max(privacyBounds[name].max)

export const privacyLimitsInput = z
  .object({
    keepGuestNamesDays: within('keepGuestNamesDays'),
    keepDigitsHours: within('keepDigitsHours'),
    keepAnswersDays: within('keepAnswersDays'),
    keepSignInsDays: within('keepSignInsDays'),
    keepActivityMonths: within('keepActivityMonths'),
  })
  .partial()

/** Ids of records as `findGuestRecords` gave them. */
export const guestRecordsInput = z.object({
  ids: z
    .array(z.string().refine((text) => isId('stay', text) || isId('sharedKey', text), 'wrong-kind'))
    .min(1)
    .max(guestRecordsAtOnce),
})

/** A part of a name or booking number, or a whole telephone number, as it was typed. */
export const guestSearchInput = z.object({ text: z.string().trim().max(100, 'too-long') })
