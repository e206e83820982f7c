import { z } from 'zod'
import { roles } from '../access/permissions'
import { isId } from '../ids/ids'
import { languages, passwordLimits, pinLimits } from './contract'

/** As stored and compared: lower case. */
const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const name = z.string().trim().min(1).max(80)
/** Long enough is decided by `refuseWeakPassword`, whose refusal says how long. */
const newPassword = z.string().min(1).max(passwordLimits.maxCharacters)
const knownPassword = z.string().min(1).max(1000)
const rolesOfPerson = z.array(z.enum(roles)).max(roles.length)
/** Of housekeeping: floors of rooms that are theirs ('' = without a floor); null = all, nothing = as they are. */
const floors = z.array(z.string().trim().max(40)).max(200).nullish()
const personId = z.custom<`per_${string}`>((value) => isId('person', value), 'invalid')
const sessionId = z.custom<`ses_${string}`>((value) => isId('session', value), 'invalid')

export const signInInput = z.object({
  /** Not checked as an address: a wrong one is a wrong sign-in, not a wrong field. */
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: knownPassword,
})
/** Six digits from an app, with or without a space. */
const authenticatorCode = z
  .string()
  .max(40)
  .transform((text) => text.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'not-six-digits'))
const sealedText = z.string().min(1).max(2000)

export const totpInput = z.object({ draft: sealedText, code: authenticatorCode })
export const secondStepInput = z.object({ pending: sealedText, code: z.string().trim().min(1).max(100) })
/** As browsers give it; what it proves is decided by the library that reads it. */
const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(8000)
const passkeyAnswer = z.looseObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}),
})
export const passkeyAnswerInput = passkeyAnswer.extend({
  response: z.looseObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish().transform((handle) => handle ?? undefined),
  }),
})
export const newPasskeyInput = z.object({
  name: z.string().trim().min(1).max(60),
  passkey: passkeyAnswer.extend({
    response: z.looseObject({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(10)
        .optional(),
    }),
  }),
})
const passkeyId = z.custom<`pky_${string}`>((value) => isId('passkey', value), 'invalid')
export const passkeyInput = z.object({ passkeyId })

const pin = z.string().regex(new RegExp(`^[0-9]{${pinLimits.digits}}$`), 'not-six-digits')
export const newPinInput = z.object({ pin })
export const switchInput = z.object({ personId, pin })
export const newComputerInput = z.object({ name: z.string().trim().min(1).max(60) })
const computerId = z.custom<`dsk_${string}`>((value) => isId('deskComputer', value), 'invalid')
export const computerInput = z.object({ computerId })

/** One of four: what signing in again is proved with. */
export const proofInput = z.union([
  z.object({ password: knownPassword }),
  z.object({ code: authenticatorCode }),
  z.object({ passkey: z.unknown() }),
  z.object({ pin }),
])
export const changePasswordInput = z.object({ password: knownPassword, newPassword })
export const firstAccountInput = z.object({ name, email, password: newPassword, alsoRunsDesk: z.boolean() })
export const newPersonInput = z.object({ name, email, roles: rolesOfPerson.min(1), floors })
export const changeRolesInput = z.object({ personId, roles: rolesOfPerson, floors })
export const personInput = z.object({ personId })
export const sessionInput = z.object({ sessionId })
export const languageInput = z.object({ language: z.enum(languages).nullable() })
