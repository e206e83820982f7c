import { expect, test } from 'vitest'
import { silentLog } from '@/lib/log/log'
import { tellRefusal } from './tell-refusal'

const coded = (code: string) => Object.assign(new Error('said by the driver'), { code })
const told = (error: unknown) => tellRefusal(error, { log: silentLog, what: 'test' }).code

test.each([
  ['a server that is not there', coded('ECONNREFUSED')],
  ['a full disk', coded('53100')],
  ['a read-only database', coded('25006')],
  ['a disk that fails', coded('58030')],
  ['a connection that ended in mid-query', new Error('Connection terminated unexpectedly')],
  ['no connection in time', new Error('timeout exceeded when trying to connect')],
  ['an embedded database that was closed', new Error('PGlite is closed')],
  ['one of these inside another error', new Error('a query failed', { cause: coded('57P03') })],
])('I23: %s is told as records that cannot be written', (_, error) => {
  expect(told(error)).toBe('database-unavailable')
})

test('a fault of ours is not told as one of the database', () => {
  expect([coded('23505'), coded('57014'), new Error('no'), 'no', null].map(told)).toEqual(Array(5).fill('unexpected'))
})
