import { expect, test } from 'vitest'
import { makeLanguageCookie } from './language-cookie'

test('over https the language is bound to the host and to https like the session, gone or not; plain http cannot carry that', () => {
  const options = { httpOnly: true, sameSite: 'lax', secure: true, path: '/' }
  const at = 'https://desk.hotel.example'
  const name = '__Host-keydesk.language'
  expect(makeLanguageCookie(at, 'de')).toEqual({ name, value: 'de', options: { ...options, maxAge: 31_536_000 } })
  expect(makeLanguageCookie(at, null)).toEqual({ name, value: '', options: { ...options, maxAge: 0 } })
  expect(makeLanguageCookie('http://10.0.0.7:3000', 'en')).toMatchObject({
    name: 'keydesk.language',
    options: { secure: false, path: '/' },
  })
})
