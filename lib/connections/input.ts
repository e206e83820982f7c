import { z } from 'zod'
import { defaultPrefix } from '../lock-server/contract'
import { isApiName, isPrefix, originOf } from '../lock-server/rules'
import { pemSha256 } from '../lock-server/trust'
import {
  callbackDayLimits,
  callbackPolicies,
  callbackSenders,
  heartbeatLimits,
  keeperPasswordLength,
  pathStyles,
} from './contract'
import { plainSha256 } from './rules'

/** Empty fields of a form mean "none". */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullish())

const isCertificate = (pem: string) => {
  try {
    return pemSha256(pem).length === 64
  } catch {
    return false
  }
}

const pem = z.string().max(20_000).refine(isCertificate, 'not-a-certificate')
const sha256 = z.string().max(200).transform(plainSha256).pipe(z.string().length(64, 'not-a-fingerprint'))

/** R18: public authorities, a CA of one's own, or exactly the certificate that a person compared. */
export const trustInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('system-ca') }),
  z.object({ kind: z.literal('ca'), pem }),
  z.object({ kind: z.literal('pinned'), sha256 }),
])

/** Settings of R1, R2, R12, R18, R21. An absent password or trust stays as it is. */
export const connectionInput = z.object({
  baseUrl: z
    .string()
    .trim()
    .max(300)
    .refine((text) => originOf(text) !== null, 'not-an-address')
    .transform((text) => originOf(text) ?? ''),
  prefix: z.string().trim().default(defaultPrefix).refine(isPrefix, 'not-a-path'),
  pathStyle: z.enum(pathStyles),
  account: optional(z.string().trim().refine(isApiName, 'not-a-name')),
  username: z.string().trim().min(1).max(200),
  password: optional(z.string().max(500)),
  deviceMac: z.string().trim().min(1).max(200),
  localTime: z.boolean().default(false),
  heartbeatMs: z.number().int().min(heartbeatLimits.min).max(heartbeatLimits.max).default(60_000),
  trust: trustInput.optional(),
})
export type ConnectionInput = z.input<typeof connectionInput>
export type ConnectionSettings = z.output<typeof connectionInput>

export const trustCertificateInput = z.object({ sha256 })

export const callbackInput = z.object({
  on: z.boolean(),
  policy: z.enum(callbackPolicies),
  days: z.number().int().min(callbackDayLimits.min).max(callbackDayLimits.max),
  sender: z.enum(callbackSenders),
  /** A new unguessable part: the address that was registered before stops working. */
  newPart: z.boolean().default(false),
})
export type CallbackInput = z.input<typeof callbackInput>

/** R15: a letter first, then what is printable without spaces. */
export const keeperAccountInput = z.object({
  pressKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  username: z
    .string()
    .trim()
    .regex(/^[A-Za-z][\x21-\x7e]{0,63}$/, 'not-a-keeper-name'),
  name: z.string().trim().min(1).max(100),
  password: z
    .string()
    .min(keeperPasswordLength.min, 'keeper-password-short')
    .max(keeperPasswordLength.max, 'keeper-password-long'),
})
