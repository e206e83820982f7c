import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readOfferedKeys } from './input'

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const printed = { key_code: '47d8d60a', start_time: 1499654893401, end_time: 1499658493401 }
const one = { s_lock_name: 'MJ000204', s_room_name: '204', s_key_code: 'k1', l_start_time: 1, l_end_time: 2 }
const several = { owner_id: 'hotel-1', receiver_phone: '13800000000', keys: [one, { ...one, s_lock_name: 'MJ000205' }] }

test('the printed body (2.5.2) is one key; its lock comes from the path, if there is one', () => {
  const key = { keyCode: '47d8d60a', roomName: null, startsAt: 1499654893401, endsAt: 1499658493401 }
  expect(readOfferedKeys(bytes(printed), null)).toEqual({
    ownerId: null,
    receiverPhone: null,
    keys: [{ ...key, lockName: null }],
  })
  expect(readOfferedKeys(bytes(printed), 'MJ000006')?.keys).toEqual([{ ...key, lockName: 'MJ000006' }])
})

test('the body for several locks keeps every key, its room and whom it is for (R16)', () => {
  const offered = readOfferedKeys(bytes(several), null)
  expect(offered).toEqual({
    ownerId: 'hotel-1',
    receiverPhone: '13800000000',
    keys: [
      { keyCode: 'k1', lockName: 'MJ000204', roomName: '204', startsAt: 1, endsAt: 2 },
      { keyCode: 'k1', lockName: 'MJ000205', roomName: '204', startsAt: 1, endsAt: 2 },
    ],
  })
})

test('numbers may come as texts, decimal or hex, and names in the misprinted spelling (R5, R6)', () => {
  const { l_start_time: _, ...rest } = one
  const asTexts = { ...printed, start_time: '1499654893401', end_time: '0x15d2c0f6a99' }
  expect(readOfferedKeys(bytes(asTexts), null)?.keys[0]).toMatchObject({
    startsAt: 1499654893401,
    endsAt: 0x15d2c0f6a99,
  })
  const misprinted = { keys: [{ ...rest, I_start_time: '7' }], owner_id: 17, receiver_phone: 13800000000 }
  expect(readOfferedKeys(bytes(misprinted), null)).toMatchObject({
    ownerId: '17',
    receiverPhone: '13800000000',
    keys: [{ startsAt: 7 }],
  })
})

test.each([
  ['nothing', ''],
  ['half a JSON', '{"key_code":"a","start'],
  ['HTML', '<html></html>'],
  ['a byte order mark', `\ufeff${JSON.stringify(printed)}`],
  ['null', 'null'],
  ['a list', [printed]],
  ['no key', { start_time: 1, end_time: 2 }],
  ['an empty key', { ...printed, key_code: '' }],
  ['a key as a number', { ...printed, key_code: 17 }],
  ['no end', { key_code: 'a', start_time: 1 }],
  ['an end that is no time', { ...printed, end_time: 'tomorrow' }],
  ['an end as null', { ...printed, end_time: null }],
  ['an end as a list', { ...printed, end_time: [1] }],
  ['an end beyond every calendar', { ...printed, end_time: 1e18 }],
  ['a negative start', { ...printed, start_time: -1 }],
  ['half a millisecond', { ...printed, start_time: 1.5 }],
  ['both bodies at once', { ...printed, keys: [one] }],
  ['no keys', { ...several, keys: [] }],
  ['keys as an object', { ...several, keys: one }],
  ['a key without its lock', { ...several, keys: [{ ...one, s_lock_name: ' ' }] }],
  ['two spellings that differ', { keys: [{ ...one, I_start_time: 9 }] }],
  ['a name that no column holds', { keys: [{ ...one, s_lock_name: 'a\0b' }] }],
  ['half a character', { keys: [{ ...one, s_lock_name: 'a\ud83d' }] }],
  ['a name without end', { keys: [{ ...one, s_lock_name: 'a'.repeat(201) }] }],
])('what is neither body whole is not understood, never half: %s', (_, body) => {
  expect(readOfferedKeys(bytes(body), null)).toBeNull()
})

test('a body for other locks than the one that the path names contradicts itself', () => {
  expect(readOfferedKeys(bytes(several), 'MJ000205')).not.toBeNull()
  expect(readOfferedKeys(bytes(several), 'MJ000999')).toBeNull()
})

test('hostile texts are data: they come out as they came in (I26)', () => {
  const hostile = `<script>alert(1)</script>=cmd|'../../\u202eetc`
  const offered = readOfferedKeys(
    bytes({ ...several, owner_id: hostile, keys: [{ ...one, s_lock_name: hostile }] }),
    null,
  )
  expect(offered).toMatchObject({ ownerId: hostile, keys: [{ lockName: hostile }] })
})

test('no body makes the reading of it fail (I20): 10,000 random ones', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json().map(bytes), fc.uint8Array({ maxLength: 200 })), (body) => {
      const offered = readOfferedKeys(body, null)
      if (offered) expect(offered.keys.length).toBeGreaterThan(0)
    }),
    { numRuns: 10_000 },
  )
  expect(readOfferedKeys(bytes(`${'['.repeat(8_000)}${']'.repeat(8_000)}`), null)).toBeNull()
})
