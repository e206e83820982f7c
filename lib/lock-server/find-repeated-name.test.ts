import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findRepeatedName } from './find-repeated-name'

test.each([
  ['{"ack":1,"ack":0}', 'ack'],
  ['{ "ack" : 1 , "\\u0061ck" : 0 }', 'ack'],
  ['{"info":{"a":1,"b":{"a":2},"a":3}}', 'a'],
  ['[{"a":1},{"a":1,"b":[{}],"a":1}]', 'a'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"a":"\\\\","a":1}', 'a'],
])('a name that stands twice in one object is found, however it is written: %s', (json, name) => {
  expect(() => JSON.parse(json)).not.toThrow()
  expect(findRepeatedName(json)).toBe(name)
})

test.each([
  '{"a":{"a":{"a":"a"}},"b":["a","a"]}',
  '[{"a":1},{"a":1}]',
  '{"a":"\\",\\"a\\":1","b":"{\\"b\\":1}"}',
  '{"a":"b","c":"b,\\"a\\""}',
  '{"a\\"":1,"a":2}',
  '"ack"',
  '0',
])('what only looks like one is none: %s', (json) => {
  expect(() => JSON.parse(json)).not.toThrow()
  expect(findRepeatedName(json)).toBeNull()
})

test('whatever is written once is never told as repeated, and any name written again always is (I20)', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true }),
      fc.nat(),
      (object, pick) => {
        const json = JSON.stringify(object)
        expect(findRepeatedName(json)).toBeNull()
        const names = Object.keys(object)
        const again = names[pick % names.length]
        expect(findRepeatedName(`${json.slice(0, -1)},${JSON.stringify(again)}:0}`)).toBe(again)
      },
    ),
  )
})

test('a hundred thousand levels and a megabyte of names take no stack and little time', () => {
  expect(findRepeatedName(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeNull()
  const list = JSON.stringify(
    Array.from({ length: 12_000 }, (_, n) => ({ s_lock_name: `lock ${n}`, s_room_name: `${n}` })),
  )
  const startMs = performance.now()
  expect(findRepeatedName(list)).toBeNull()
  expect(performance.now() - startMs).toBeLessThan(500)
})
