import { z } from 'zod'
import { isId } from '../ids/ids'
import { noteLimit, type OfferedKey, type OfferedKeys, type SharedKeyPlace } from './contract'

/** R5: whole numbers may come as texts, decimal or hex. Milliseconds from 1970 to the year 9999. */
const time = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^(?:\d{1,15}|0x[0-9a-f]{1,13})$/i)
      .transform(Number),
  ])
  .pipe(z.int().min(0).max(253_402_300_799_999))

/** Any text is kept as it is, save what no database column can hold. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\0\p{Cs}]*$/u)
const named = (longest: number) => text(longest).transform((name) => name.trim() || null)
/** R5: ids and telephone numbers stay texts; one that came as a number may have lost its zeros, which only people read. */
const textOrNumber = (longest: number) => z.union([named(longest), z.int().transform(String)])

const keyCode = z.string().regex(/^[\x21-\x7e]{1,8192}$/)
const person = { owner_id: textOrNumber(200).nullish(), receiver_phone: textOrNumber(64).nullish() }

/** R6: scanned documents and deployments write `I_start_time`; two spellings that say different things say nothing. */
function respell(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const respelt: Record<string, unknown> = { ...value }
  for (const [key, field] of Object.entries(value)) {
    const name = key.replace(/^I_(?=[a-z])/, 'l_')
    if (name !== key) respelt[name] = name in value && respelt[name] !== field ? null : field
  }
  return respelt
}

const printedBody = z.object({
  ...person,
  key_code: keyCode,
  start_time: time,
  end_time: time,
  keys: z.undefined().optional(),
})

const severalBody = z.object({
  ...person,
  key_code: z.undefined().optional(),
  keys: z
    .array(
      z.preprocess(
        respell,
        z.object({
          s_lock_name: named(200).pipe(z.string()),
          s_room_name: textOrNumber(200).nullish(),
          s_key_code: keyCode,
          l_start_time: time,
          l_end_time: time,
        }),
      ),
    )
    .min(1)
    .max(200),
})

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The call's body in either of its two shapes (2.5.2, R16); null when it is neither, or when it contradicts its path. */
export function readOfferedKeys(body: Uint8Array, lockNameOfPath: string | null): OfferedKeys | null {
  const json = parseJson(body)
  const printed = printedBody.safeParse(json)
  if (printed.success) {
    const { key_code, start_time, end_time } = printed.data
    const lockName = lockNameOfPath === null ? null : keptName(lockNameOfPath)
    if (lockName === undefined) return null
    return offered(printed.data, [
      { keyCode: key_code, lockName, roomName: null, startsAt: start_time, endsAt: end_time },
    ])
  }
  const several = severalBody.safeParse(json)
  if (!several.success) return null
  const keys = several.data.keys.map((key) => ({
    keyCode: key.s_key_code,
    lockName: key.s_lock_name,
    roomName: key.s_room_name ?? null,
    startsAt: key.l_start_time,
    endsAt: key.l_end_time,
  }))
  if (lockNameOfPath !== null && !keys.some(({ lockName }) => lockName === lockNameOfPath.trim())) return null
  return offered(several.data, keys)
}

function offered(
  { owner_id, receiver_phone }: { owner_id?: string | null; receiver_phone?: string | null },
  keys: OfferedKey[],
): OfferedKeys {
  return { ownerId: owner_id ?? null, receiverPhone: receiver_phone ?? null, keys }
}

/** Undefined for a name that cannot be kept. */
function keptName(name: string): string | null | undefined {
  const parsed = named(200).safeParse(name)
  return parsed.success ? parsed.data : undefined
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(strictUtf8.decode(body))
  } catch {
    return undefined
  }
}

/** An empty note takes the note away. */
export const noteInput = z.object({
  id: z.string(),
  note: text(noteLimit).transform((note) => note.trim() || null),
})

/** A page's place as it stands in an address, and back; null for whatever is none. */
export const sharedKeyPlaceText = ({ receivedAt, id }: SharedKeyPlace): string => `${receivedAt}.${id}`

export function readSharedKeyPlace(text: unknown): SharedKeyPlace | null {
  const [, receivedAt, id] = (typeof text === 'string' && /^(\d{1,14})\.(\w{1,40})$/.exec(text)) || []
  return receivedAt !== undefined && isId('sharedKey', id) ? { receivedAt: Number(receivedAt), id } : null
}
