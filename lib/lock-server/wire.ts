import { z } from 'zod'

/** R5: whole numbers, which may come as strings, decimal or hex. */
const wholeNumber = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^(?:-?\d{1,16}|0x[0-9a-f]{1,13})$/i)
      .transform(Number),
  ])
  .pipe(z.int())

/** Epoch milliseconds up to the year 9999. */
const time = wholeNumber.pipe(z.int().min(0).max(253_402_300_799_999))
/** dBm; 0 = not heard (R9). */
const signal = wholeNumber.pipe(z.int().min(-200).max(0))
const duration = wholeNumber.pipe(z.int().min(1))
/** R5: ids, codes and tokens stay strings; one that came as a number may have lost its leading zeros. */
const printable = (longest: number) => z.string().regex(new RegExp(`^[\\x21-\\x7e]{1,${longest}}$`))
const someText = z.string().max(10_000)

/** Stands where two spellings say different things; no field's schema takes it. */
const contradiction = Symbol('contradiction')

/** R6: scanned documents and deployments write `I_last…` for `l_last…`, and `status` for `i_status`. */
function respell(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const respelt: Record<string, unknown> = { ...value }
  for (const [key, field] of Object.entries(value)) {
    const name = key === 'status' ? 'i_status' : key.replace(/^I_(?=[a-z])/, 'l_')
    if (name !== key) respelt[name] = name in value && respelt[name] !== field ? contradiction : field
  }
  return respelt
}

const spelt = <T extends z.ZodType>(schema: T) => z.preprocess(respell, schema)
const withFields = <T extends z.ZodRawShape>(fields: T) => z.object({ info: spelt(z.object(fields)) })

export const tokensAnswer = z.object({
  access_token: printable(2_048),
  refresh_token: printable(2_048),
  accessToken_expires: duration,
  refreshToken_expires: duration,
})

export const lockListAnswer = z.object({
  info: z.array(
    z.object({
      s_lock_name: someText.min(1),
      s_room_name: z.union([z.string(), z.number()]).nullish(),
    }),
  ),
})

export const gatewayListAnswer = z.object({ info: z.array(z.object({ s_gateway_name: someText.min(1) })) })

export const gatewayStatusAnswer = withFields({ l_last_heart_beat_time: time })

const gatewayName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

const reading = spelt(
  z.object({ s_gateway_name: gatewayName, i_signal: signal.nullish(), l_last_update_time: time.nullish() }),
)

const olderReading = z.object({
  s_gw_id: gatewayName,
  d_scanned_at: z.iso.datetime({ offset: true, local: true }),
  a_devices: z.array(z.object({ int_signal_strength: signal.nullish() })),
})

const nothing = z.union([z.null(), z.strictObject({}), z.tuple([])])

/** R8: one object, one per gateway, the older shape, or empty. */
export const lockStatusAnswer = z.object({
  info: z.union([
    nothing.transform(() => []),
    reading.transform((one) => [one]),
    z.array(z.union([reading, olderReading])),
  ]),
})

export const passcodeAnswer = withFields({
  s_instruction_id: printable(128),
  s_guest_passwd: z.string().regex(/^[0-9]{1,32}$/),
})

export const instructionAnswer = withFields({ s_instruction_id: printable(128) })

export const keyAnswer = withFields({ s_key_code: printable(8_192) })

export const instructionStatusAnswer = withFields({
  i_status: wholeNumber.pipe(z.literal([1, 2, 3, 4, 5])),
})

/** Success is all that it says (2.5.1). */
export const bareAnswer = z.object({})

export type Reading = z.output<typeof reading>
export type OlderReading = z.output<typeof olderReading>
