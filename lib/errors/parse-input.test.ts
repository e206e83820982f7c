import { expect, test } from 'vitest'
import { z } from 'zod'
import { isDeskError } from './desk-error'
import { parseInput } from './parse-input'

const schema = z.object({
  name: z.string().trim().min(1).max(5),
  email: z.email(),
  count: z.number().int().min(1).max(9),
  time: z.string().refine((text) => text === '11:00', 'not-a-time'),
  list: z.array(z.string()).max(1),
})

function fieldsOf(input: unknown) {
  try {
    parseInput(schema, input)
  } catch (error) {
    if (isDeskError(error) && error.code === 'invalid-input') return error.fields
    throw error
  }
}

test.each([
  [{}, { name: 'required', email: 'required', count: 'required', time: 'required', list: 'required' }],
  [
    { name: ' ', email: 'x', count: 0, time: '25:00', list: ['a', 'b'] },
    { name: 'required', email: 'not-an-email', count: 'too-small', time: 'not-a-time', list: 'too-many' },
  ],
  [
    { name: 'abcdef', email: 'a@b.de', count: 'many', time: '11:00', list: [] },
    { name: 'too-long', count: 'wrong-kind' },
  ],
  ['a text', { input: 'wrong-kind' }],
  [null, { input: 'wrong-kind' }],
])('every field that cannot be used names one fault, never a library’s text: %j', (input, fields) => {
  const found = fieldsOf(input)
  expect(found).toEqual(fields)
})

test.each(['a\0b', 'a\ud83d', '\udc00'])('a text that no database keeps as it is is refused in words: %j', (name) => {
  const rest = { email: 'a@b.de', count: 1, time: '11:00' }
  expect(fieldsOf({ ...rest, name, list: [] })).toEqual({ name: 'unkeepable' })
  expect(fieldsOf({ ...rest, name: 'Ada', list: [name] })).toEqual({ 'list.0': 'unkeepable' })
})

test('input that can be used comes back as the schema makes it', () => {
  const input = { name: ' Mo ', email: 'a@b.de', count: 3, time: '11:00', list: [] }
  expect(parseInput(schema, input)).toEqual({ ...input, name: 'Mo' })
})
