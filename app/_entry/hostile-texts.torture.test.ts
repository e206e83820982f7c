import { createTranslator } from 'next-intl'
import { afterEach, describe, expect, test } from 'vitest'
import { writeExport } from '@/app/api/[property]/activity/export/write-export'
import * as route from '@/app/api/lock-server/[[...path]]/route'
import type { ActivityWords } from '@/components/activity/activity-words'
import { readKeysAddress, writeKeysAddress } from '@/components/keys/keys-address'
import { moveIn } from '@/lib/access/house'
import { exportActivity } from '@/lib/audit/export-activity'
import { activityHref, readActivityAsked } from '@/lib/audit/input'
import { listActivity } from '@/lib/audit/queries'
import { changeCallback } from '@/lib/connections/change-callback'
import { changeConnection } from '@/lib/connections/change-connection'
import { lockServerOf } from '@/lib/connections/lock-server-of'
import { findConnection } from '@/lib/connections/queries'
import { isDeskError } from '@/lib/errors/desk-error'
import { findAnything } from '@/lib/front-desk/find-anything'
import { findGateways } from '@/lib/front-desk/find-gateways'
import { listKeys } from '@/lib/front-desk/list-keys'
import { listToday } from '@/lib/front-desk/list-today'
import { listGateways } from '@/lib/gateways/queries'
import { type Id, newId } from '@/lib/ids/ids'
import { getInstruction, listLockInstructions } from '@/lib/instructions/queries'
import { nameLock } from '@/lib/locks/name-lock'
import { getLock, listDoorNames, listLocks } from '@/lib/locks/queries'
import { refreshInventory } from '@/lib/locks/refresh-inventory'
import { closeUnaccountedCode } from '@/lib/passcodes/close-unaccounted-code'
import { getPasscode } from '@/lib/passcodes/queries'
import { setUpPasscode } from '@/lib/passcodes/set-up-passcode'
import { exportGuest } from '@/lib/privacy/export-guest'
import { findGuestRecords } from '@/lib/privacy/queries'
import { changeProperty } from '@/lib/properties/change-property'
import { changeReasons } from '@/lib/properties/change-reasons'
import { findPropertyBySlug } from '@/lib/properties/queries'
import { noteSharedKey } from '@/lib/shared-keys/note-shared-key'
import { getSharedKey, listSharedKeys } from '@/lib/shared-keys/queries'
import { addPerson } from '@/lib/staff/add-person'
import { listStaff } from '@/lib/staff/queries'
import { listReceivedKeys } from '@/lib/testing/callback-rows'
import { hostileTexts, isKeepable } from '@/lib/testing/hostile-texts'
import { writeCode } from '@/lib/testing/ledger-rows'
import { openHotel, type TestHotel } from '@/lib/testing/open-hotel'
import { homesUnderTest } from '@/lib/testing/open-test-home'
import { tell, times } from '@/lib/testing/torture'
import { hourMs, minuteMs } from '@/lib/time/clock'
import { toLocal } from '@/lib/time/zone'
import { unlockDoor } from '@/lib/unlocks/unlock-door'
import { english } from '@/messages/english'
import { german } from '@/messages/german'

process.env.AUTH_SECRET = 'a secret of tests, thirty-two characters or more'
process.env.SECRETS_KEY = process.env.AUTH_SECRET

const all = hostileTexts()
const texts = all.slice(0, times(24, all.length))

/** What each read shows in that field's place. */
type Shown = Record<string, string | null | undefined>

interface Field {
  longest: number
  /** Nothing but blanks is refused. */
  needed?: boolean
  /** Of the trimmed text: what else may be refused. */
  unless?: (text: string) => boolean
  press(hotel: TestHotel, text: string): Promise<Shown>
}

const oneLine = (text: string) => /\p{C}/u.test(text)
const inWindow = ({ desk }: TestHotel) => ({
  from: toLocal(desk.clock.now(), desk.property.timeZone),
  until: toLocal(desk.clock.now() + hourMs, desk.property.timeZone),
})

/** A code of the next door in turn, and every read that shows it. */
async function codeFor(hotel: TestHotel, given: { guestName?: string; bookingNumber?: string; note?: string }) {
  const { desk } = hotel
  const rooms = (await listLocks(desk.system)).filter(({ common, state }) => !common && state !== 'unusable-name')
  doors += 1
  const lockId = rooms[doors % rooms.length]!.id
  const asked = { pressKey: newId('request'), lockId, ...inWindow(hotel), ...given }
  const { passcodeId } = await setUpPasscode(desk.as('front-desk'), asked)
  const ctx = desk.as('manager')
  const code = await getPasscode(ctx, passcodeId)
  const { rows } = await listKeys(ctx, {}, { limit: 50 })
  const row = rows.find(({ id }) => id === passcodeId)
  const exported = JSON.parse((await exportGuest(ctx, { ids: [code.stayId ?? ''] })).json)
  const today = (await listToday(ctx)).starting.find(({ stayId }) => stayId === code.stayId)
  await desk.settled()
  return { code, row, stay: exported.stays[0], today }
}
let doors = 0

async function callBack(hotel: TestHotel, body: object, path: string[] = []) {
  const { desk } = hotel
  const slug = desk.property.slug
  // Whoever asks is signed in, also after the last token's end.
  if (desk.emulator.control.tokens.liveAccess().length === 0) await hotel.sample()
  const bearer = desk.emulator.control.tokens.liveAccess().at(-1) ?? ''
  const request = new Request(`http://localhost:3000/api/lock-server/${slug}`, {
    method: 'PUT',
    headers: { authorization: `bearer ${bearer}` },
    body: JSON.stringify(body),
  })
  return route.PUT(request, { params: Promise.resolve({ path: [slug, ...path] }) })
}

/** A key from another system with the text in one of its fields; 400 is the callback's way to refuse. */
async function sharedWith(hotel: TestHotel, field: object, call: object = {}): Promise<Id<'sharedKey'>> {
  const now = hotel.desk.clock.now()
  const key = { s_lock_name: 'MJ000204', s_room_name: '204', s_key_code: newId('request') }
  const times = { l_start_time: now, l_end_time: now + hourMs }
  const response = await callBack(hotel, { owner_id: 'o', ...call, keys: [{ ...key, ...times, ...field }] })
  if (response.status === 400 || response.status === 413) throw new RefusedCall()
  expect(response.status).toBe(200)
  return (await listReceivedKeys(hotel.desk.system)).at(-1)!.id
}
class RefusedCall extends Error {}

const fields: Record<string, Field> = {
  'guest’s name': {
    longest: 200,
    async press(hotel, guestName) {
      const { code, row, stay, today } = await codeFor(hotel, { guestName, bookingNumber: 'B-1' })
      const shown = { page: code.guestName, list: row?.guestName, export: stay.guestName, today: today?.guestName }
      return today === undefined ? { ...shown, today: code.guestName } : shown
    },
  },
  'booking number': {
    longest: 200,
    async press(hotel, bookingNumber) {
      const { code, stay } = await codeFor(hotel, { guestName: 'Ada', bookingNumber })
      return { page: code.bookingNumber, export: stay.bookingNumber }
    },
  },
  'note on a code': {
    longest: 500,
    async press(hotel, note) {
      const { code, stay } = await codeFor(hotel, { guestName: 'Ada', note })
      return { page: code.note, export: stay.codes[0].note }
    },
  },
  'note with the reason Other': {
    longest: 500,
    needed: true,
    async press({ desk, poolId }, reasonNote) {
      const press = { pressKey: newId('request'), lockId: poolId, reason: 'other', reasonNote }
      const { instructionId } = await unlockDoor(desk.as('manager'), press)
      await desk.settled()
      const [last] = await listLockInstructions(desk.as('manager'), poolId, { limit: 1 })
      return {
        page: (await getInstruction(desk.as('manager'), instructionId)).reasonNote,
        history: last?.reasonNote,
      }
    },
  },
  'note on a closed code': {
    longest: 500,
    needed: true,
    async press({ desk, lockId }, note) {
      const ctx = desk.as('manager')
      const window = { startsAt: ctx.now, endsAt: ctx.now + hourMs }
      const unknown = { outcome: 'unknown', outcomeReason: 'reset', status: null, settledAt: null }
      const passcodeId = await writeCode(ctx, lockId, { ...window, guestName: 'Ada' }, unknown)
      await closeUnaccountedCode(ctx, { passcodeId, reason: 'other', reasonNote: note })
      return { page: (await getPasscode(ctx, passcodeId)).closedNote }
    },
  },
  room: {
    longest: 20,
    unless: oneLine,
    async press({ desk, lockId }, room) {
      await nameLock(desk.as('administrator'), { lockId, room, door: null, floor: '2' })
      const named = (await listDoorNames(desk.as('manager'))).find((one) => one.lockId === lockId)
      const row = (await listLocks(desk.as('manager'))).find(({ id }) => id === lockId)
      const label = row?.label === 'MJ000204' ? null : row?.label
      return { page: (await getLock(desk.as('manager'), lockId)).room, names: named?.room, list: label }
    },
  },
  'common door': {
    longest: 40,
    unless: oneLine,
    async press({ desk, poolId }, door) {
      await nameLock(desk.as('administrator'), { lockId: poolId, room: null, door, floor: null })
      const shown = { page: (await getLock(desk.as('manager'), poolId)).door }
      await nameLock(desk.as('administrator'), { lockId: poolId, room: null, door: 'Pool', floor: null })
      return shown
    },
  },
  floor: {
    longest: 12,
    unless: oneLine,
    async press({ desk, lockId }, floor) {
      await nameLock(desk.as('administrator'), { lockId, room: '204', door: null, floor })
      const row = (await listLocks(desk.as('manager'))).find(({ id }) => id === lockId)
      return { page: (await getLock(desk.as('manager'), lockId)).floor, list: row?.floor }
    },
  },
  'property’s name': {
    longest: 80,
    needed: true,
    async press({ desk }, name) {
      const changed = await changeProperty(desk.as('administrator'), { name })
      const found = await findPropertyBySlug(desk.outside('system'), desk.property.slug)
      return { answer: changed.name, list: found?.name }
    },
  },
  'name of somebody of the staff': {
    longest: 80,
    needed: true,
    async press({ desk }, name) {
      const email = `${newId('person')}@aurora.test`
      const { personId } = await addPerson(desk.as('administrator'), { name, email, roles: ['maintenance'] })
      const member = (await listStaff(desk.as('manager'))).find(({ id }) => id === personId)
      const [told] = (await listActivity(desk.as('manager'), { filter: { group: 'people' } })).events
      return { list: member?.name, activity: typeof told?.details.name === 'string' ? told.details.name : member?.name }
    },
  },
  email: {
    longest: 254,
    needed: true,
    unless: (text) => !/^[a-z0-9.+-]+@([a-z0-9-]+\.)+[a-z]{2,}$/.test(text),
    async press({ desk }, email) {
      const { personId } = await addPerson(desk.as('administrator'), { name: 'Dana', email, roles: ['maintenance'] })
      return { list: (await listStaff(desk.as('manager'))).find(({ id }) => id === personId)?.email }
    },
  },
  'own reason': {
    longest: 60,
    needed: true,
    async press({ desk }, reason) {
      const { reasons } = await changeReasons(desk.as('manager'), { reasons: [reason] })
      const found = await findPropertyBySlug(desk.outside('system'), desk.property.slug)
      return { answer: reasons[0], list: found?.reasons[0] }
    },
  },
  'note on a shared key': {
    longest: 500,
    async press(hotel, note) {
      const { desk } = hotel
      noted ??= { hotel, id: await sharedWith(hotel, {}) }
      if (noted.hotel !== hotel) noted = { hotel, id: await sharedWith(hotel, {}) }
      const { id } = noted
      await noteSharedKey(desk.as('front-desk'), { id, note })
      const exported = JSON.parse((await exportGuest(desk.as('manager'), { ids: [id] })).json)
      return {
        page: (await getSharedKey(desk.as('manager'), id)).key.note,
        export: exported.keysFromOtherSystems[0].note,
      }
    },
  },
  'owner of a shared key': {
    longest: 200,
    async press(hotel, owner_id) {
      const id = await sharedWith(hotel, {}, { owner_id })
      const { desk } = hotel
      const [first] = (await listSharedKeys(desk.as('manager'))).keys
      const exported = JSON.parse((await exportGuest(desk.as('manager'), { ids: [id] })).json)
      return {
        page: (await getSharedKey(desk.as('manager'), id)).key.ownerId,
        list: first?.id === id ? first.ownerId : undefined,
        export: exported.keysFromOtherSystems[0].ownerId,
      }
    },
  },
  'receiver of a shared key': {
    longest: 64,
    async press(hotel, receiver_phone) {
      const id = await sharedWith(hotel, {}, { receiver_phone })
      const exported = JSON.parse((await exportGuest(hotel.desk.as('manager'), { ids: [id] })).json)
      return { export: exported.keysFromOtherSystems[0].receiverPhone }
    },
  },
  'lock of a shared key': {
    longest: 200,
    needed: true,
    async press(hotel, s_lock_name) {
      const id = await sharedWith(hotel, { s_lock_name })
      const { desk } = hotel
      const [told] = (await listActivity(desk.as('manager'), { filter: { group: 'shared-keys' } })).events
      return { page: (await getSharedKey(desk.as('manager'), id)).key.lockName, activity: told?.doorLabel }
    },
  },
  'room of a shared key': {
    longest: 200,
    async press(hotel, s_room_name) {
      const id = await sharedWith(hotel, { s_room_name })
      return { page: (await getSharedKey(hotel.desk.as('manager'), id)).key.roomName }
    },
  },
  'username at the Lock Server': {
    longest: 200,
    needed: true,
    async press({ desk }, username) {
      const changed = await changeConnection(desk.elsewhere('administrator'), connection({ username }))
      return { answer: changed.username, page: (await findConnection(desk.elsewhere('manager')))?.username }
    },
  },
  'device at the Lock Server': {
    longest: 200,
    needed: true,
    async press({ desk }, deviceMac) {
      await changeConnection(desk.elsewhere('administrator'), connection({ deviceMac }))
      return { page: (await findConnection(desk.elsewhere('manager')))?.deviceMac }
    },
  },
}
let noted: { hotel: TestHotel; id: Id<'sharedKey'> } | undefined
const connection = (change: { username?: string; deviceMac?: string }) => ({
  baseUrl: 'http://127.0.0.1:9',
  pathStyle: 'documented' as const,
  password: 'x',
  username: 'u',
  deviceMac: 'd',
  ...change,
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** Kept and shown alike everywhere, or refused in words of ours; which of the two is known before. */
async function tryOne(hotel: TestHotel, name: string, field: Field, text: string): Promise<'kept' | 'refused'> {
  const wanted = text.trim()
  const fits = wanted.length <= field.longest && !(field.needed && wanted === '') && isKeepable(wanted)
  const where = `${name}: ${JSON.stringify(text.slice(0, 60))} (${text.length})`
  let shown: Shown
  try {
    shown = await field.press(hotel, text)
  } catch (error) {
    if (error instanceof RefusedCall) {
      expect([where, fits]).toEqual([where, false])
      return 'refused'
    }
    if (!isDeskError(error)) throw new Error(`${where} ends in ${String(error)}`, { cause: error })
    expect([where, fits && !field.unless?.(wanted)]).toEqual([where, false])
    expect([where, ['invalid-input', 'reason-needed']]).toEqual([where, expect.arrayContaining([error.code])])
    for (const fault of Object.values(error.fields ?? {}))
      expect([fault, fault in english.faults, fault in german.faults]).toEqual([fault, true, true])
    expect([where, Object.keys(error.fields ?? {}).length > 0]).toEqual([where, true])
    return 'refused'
  }
  expect([where, fits]).toEqual([where, true])
  for (const [read, value] of Object.entries(shown))
    expect([where, read, value ?? null]).toEqual([where, read, wanted === '' ? null : wanted])
  return 'kept'
}

/** Filters and searches take anything, and carry it in an address only as an address can. */
async function search({ desk }: TestHotel, text: string): Promise<void> {
  const ctx = desk.as('manager')
  await findAnything(ctx, text)
  await findGateways(ctx, text)
  await listKeys(ctx, { text }, { limit: 20 })
  const keysQuery = writeKeysAddress({ text: text.slice(0, 100) })
  const read = readKeysAddress((name) => new URLSearchParams(keysQuery).get(name))
  expect(read.text).toBe(Buffer.from(text.slice(0, 100).trim()).toString())
  expect(keysQuery).toMatch(/^[\w.*+%=&-]*$/)
  const given = { who: text, door: text, group: text, from: text, until: text, before: text }
  const { fields, filter } = readActivityAsked(given, ctx.property.timeZone)
  await listActivity(ctx, { filter })
  expect(activityHref('/hotel-aurora/activity', fields, null)).toMatch(/^\/hotel-aurora\/activity[\w.*+%=&?-]*$/)
  const error = await findGuestRecords(ctx, text).catch((thrown: unknown) => thrown)
  if (!Array.isArray(error)) expect(isDeskError(error) && error.code).toBe('invalid-input')
  const ids = await setUpPasscode(ctx, {
    ...{ pressKey: text, lockId: text as Id<'lock'>, guestName: 'Ada' },
    ...{ from: { date: text, time: text }, until: { date: text, time: text } },
  }).catch((thrown: unknown) => thrown)
  expect(isDeskError(ids) && ids.code).toBe('invalid-input')
}

/** The Lock Server's message beside a refusal: ours to show, so only what a screen can. */
async function vendorMessage({ desk, poolId }: TestHotel, text: string): Promise<void> {
  desk.emulator.control.wrongAnswers.order({ kind: 'ack-nonzero', call: 'remote-unlock', msg: text, ack: 7 })
  const press = { pressKey: newId('request'), lockId: poolId, reason: 'luggage' }
  const { instructionId } = await unlockDoor(desk.as('manager'), press)
  await desk.settled()
  const { outcome, vendorMessage: kept } = await getInstruction(desk.as('manager'), instructionId)
  expect(outcome).toMatch(/^(rejected|unknown)$/)
  if (kept === null) return
  expect(kept).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
  const plain = !/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069…]/u.test(text) && text.length <= 500
  if (plain) expect(kept).toBe(text.trim())
}

/** The Lock Server's lists with every text for a name: listed as unusable, never asked for. */
async function listedNames({ desk }: TestHotel): Promise<number> {
  const { control } = desk.emulator
  const short = texts.filter((text) => text !== '' && text.length < 1_000)
  const locks = control.locks.list().map(({ name, roomName }) => ({ s_lock_name: name, s_room_name: roomName ?? '' }))
  const hostile = short.map((text) => ({ s_lock_name: text, s_room_name: text }))
  const proposed = locks.map((one, place) => ({ ...one, s_room_name: short[place % short.length] }))
  const body = (info: object[]) => JSON.stringify({ ack: 0, msg: 'succeed', info })
  control.wrongAnswers.order({ kind: 'custom', call: 'list-locks', body: body([...proposed, ...hostile]) })
  const gateways = control.gateways.list().map(({ name }) => ({ s_gateway_name: name }))
  const names = short.map((text) => ({ s_gateway_name: text }))
  control.wrongAnswers.order({ kind: 'custom', call: 'list-gateways', body: body([...gateways, ...names]) })
  control.requests.clear()
  await refreshInventory(desk.system, await lockServerOf(desk.system))
  const usable = /^[A-Za-z0-9_-]{1,64}$/
  const rows = await listLocks(desk.as('manager'))
  const odd = rows.filter(({ name }) => !usable.test(name))
  expect(odd.length).toBeGreaterThan(short.length / 2)
  for (const { name, state } of odd) {
    expect([name, state]).toEqual([name, 'unusable-name'])
    expect(isKeepable(name)).toBe(true)
  }
  expect((await listGateways(desk.as('manager'))).length).toBeGreaterThan(gateways.length)
  expect(odd.map(({ name }) => name)).toEqual(expect.arrayContaining(['../']))
  for (const { path } of control.requests.list({})) expect(path).toMatch(/^[\w/.?=&%-]*$/)
  return short.length * 3
}

const wordsOf = (locale: 'en' | 'de') => {
  const messages = locale === 'en' ? english : german
  const words = (namespace: 'activity' | 'instructions' | 'reasons' | 'sharedKeys' | 'shell.roles') =>
    createTranslator({ locale, messages, namespace }) as unknown
  return {
    activity: words('activity'),
    instructions: words('instructions'),
    reasons: words('reasons'),
    sharedKeys: words('sharedKeys'),
    roles: words('shell.roles'),
  } as ActivityWords
}

async function exported({ desk }: TestHotel, format: 'csv' | 'json'): Promise<string> {
  const ctx = desk.as('manager')
  const asked = readActivityAsked({}, ctx.property.timeZone)
  const pages = await exportActivity(ctx, { format, asked, again: async () => ctx })
  const place = { slug: ctx.property.slug, zone: ctx.property.timeZone, locale: 'en', now: ctx.now }
  let text = ''
  for await (const part of writeExport(format, pages, wordsOf('en'), place)) text += part
  return text
}

/** The cells of RFC 4180 text, line by line. */
function cellsOf(csv: string): string[][] {
  const lines: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  for (let found = cell.exec(csv); found !== null; found = cell.exec(csv)) {
    lines.at(-1)!.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'))
    if (found[3] !== ',') lines.push([])
  }
  return lines.slice(0, -1)
}

describe.each(await homesUnderTest())('hostile texts on %s (I26)', (kind) => {
  test('every text in every field is kept and shown as it is, or refused in words; exports run nothing', {
    timeout: times(180_000, 3 * hourMs),
  }, async () => {
    const hotel = await openHotel(kind)
    open.push(hotel)
    const { desk } = hotel
    moveIn(desk.house)
    await changeCallback(desk.as('administrator'), { on: true, policy: 'accept', days: 365, sender: 'bearer' })
    const counts = { kept: 0, refused: 0 }
    for (const text of texts) {
      for (const [name, field] of Object.entries(fields)) {
        counts[await tryOne(hotel, name, field, text)] += 1
        // Nobody presses so often in one minute.
        await desk.clock.advance(minuteMs / 6)
        desk.emulator.control.clock.advance(minuteMs / 6)
      }
      await hotel.sample()
      await search(hotel, text)
      await vendorMessage(hotel, text)
    }
    const names = await listedNames(hotel)
    const json = JSON.parse(await exported(hotel, 'json')) as { doorLabel: string | null }[]
    const csv = cellsOf((await exported(hotel, 'csv')).slice(1))
    expect(csv.every((line) => line.length === 14)).toBe(true)
    expect(csv.length - 1).toBeGreaterThan(json.length)
    expect(csv.flat().filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([])
    const rooms = texts.map((text) => text.trim()).filter((text) => text && text.length <= 20 && !oneLine(text))
    const told = JSON.stringify(json)
    for (const room of rooms) expect(told).toContain(JSON.stringify(room).slice(1, -1))
    tell('hostile texts', {
      [`texts (${kind})`]: texts.length,
      [`fields (${kind})`]: Object.keys(fields).length,
      ...counts,
      'names and rooms in lists': names,
    })
  })
})
