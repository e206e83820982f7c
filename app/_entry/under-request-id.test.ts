import { expect, test } from 'vitest'
import { newId } from '@/lib/ids/ids'
import { underRequestId } from './under-request-id'

const thrown = (what: unknown) =>
  underRequestId('req_1', () => Promise.reject(what)).catch((error: unknown) => error as { digest?: unknown })

test('what a page throws carries the request’s id; what carries a digest already is thrown as it was', async () => {
  const error = new Error('no')
  expect(await thrown(error)).toBe(error)
  expect(error).toMatchObject({ digest: 'req_1' })
  const signal = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/;307;' })
  expect(await thrown(signal)).toMatchObject({ digest: 'NEXT_REDIRECT;replace;/;307;' })
  expect(await thrown('words')).toMatchObject({ digest: 'req_1', cause: 'words' })
  expect(await underRequestId('req_1', async () => 'a page')).toBe('a page')
})

test('an error that is thrown for two requests is told under the id of each', async () => {
  const one = new Error('of a promise that was kept')
  const thrownFor = (id: string) => underRequestId(id, () => Promise.reject(one)).catch((error) => error.digest)
  const [first, second] = [newId('request'), newId('request')]
  expect([await thrownFor(first), await thrownFor(second)]).toEqual([first, second])
})
