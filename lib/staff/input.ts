import { z } from 'zod'
import { roles } from '../access/permissions'
import { isId } from '../ids/ids'
import { languages, passwordLimits } from './contract'

/** As stored and compared: lower case. */
const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const name = z.string().trim().min(1).max(80)
/** Long enough is decided by `refuseWeakPassword`, whose refusal says how long. */
const newPassword = z.string().min(1).max(passwordLimits.maxCharacters)
const knownPassword = z.string().min(1).max(1000)
const rolesOfPerson = z.array(z.enum(roles)).max(roles.length)
const personId = z.custom<`per_${string}`>((value) => isId('person', value), 'invalid')
const sessionId = z.custom<`ses_${string}`>((value) => isId('session', value), 'invalid')

export const signInInput = z.object({
  /** Not checked as an address: a wrong one is a wrong sign-in, not a wrong field. */
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: knownPassword,
})
export const provePasswordInput = z.object({ password: knownPassword })
export const changePasswordInput = z.object({ password: knownPassword, newPassword })
export const firstAccountInput = z.object({ name, email, password: newPassword, alsoRunsDesk: z.boolean() })
export const newPersonInput = z.object({ name, email, roles: rolesOfPerson.min(1) })
export const changeRolesInput = z.object({ personId, roles: rolesOfPerson })
export const personInput = z.object({ personId })
export const sessionInput = z.object({ sessionId })
export const languageInput = z.object({ language: z.enum(languages).nullable() })
