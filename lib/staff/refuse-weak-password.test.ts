import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './hash-password'
import { isCommon, refuseWeakPassword } from './refuse-weak-password'

const about = ['Anna Kowalski', 'anna.kowalski@hotel-aurora.de', 'Hotel Aurora']

test.each([
  'passwordpassword',
  'P@ssw0rd!P@ssw0rd!',
  'qwertyuiopasdfgh',
  '1qaz2wsx3edc4rfv',
  'aaaaaaaaaaaaaaaaaaa',
  'abcabcabcabcabcabc',
  '123456789012345678',
  'Summer2026Summer2026',
  'Willkommen2026!!',
  'annakowalski1985',
  'HotelAurora-2026',
  'Aurora Reception 1',
  'correct horse battery staple',
  'To be, or not to be',
  'zyxwvutsrqponmlk',
  'Montag-Dienstag-12',
])('a password that a guesser tries early is refused: %s', (password) => {
  expect(isCommon(password, about)).toBe(true)
})

test.each([
  'the porter keeps nine umbrellas',
  'nine-lemons-under-the-stairs',
  'k7f2-9xqd-m3wt-8hzp',
  'Regenschirm am dritten Haken',
  '雨の日には傘を九本持っている門番がいます',
  'a long admin password for tests',
])('a long password of one’s own is taken: %s', (password) => {
  expect(() => refuseWeakPassword(password, about)).not.toThrow()
})

test('fourteen characters are too few, fifteen are enough, and the refusal names the field', () => {
  expect(() => refuseWeakPassword('zebra-lamp-oran', [])).not.toThrow()
  expect(() => refuseWeakPassword('zebra-lamp-ora', [], 'newPassword')).toThrow(
    expect.objectContaining({ code: 'password-too-short', fields: { newPassword: 'password-too-short' } }),
  )
})

test('a hash is argon2id with a salt of its own, opens for its password only, and for nobody without a hash', async () => {
  const [first, second] = await Promise.all([hashPassword('zebra-lamp-orange'), hashPassword('zebra-lamp-orange')])
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(first).not.toBe(second)
  expect(await verifyPassword(first, 'zebra-lamp-orange')).toBe(true)
  expect(await verifyPassword(first, 'zebra-lamp-orangf')).toBe(false)
  expect(await verifyPassword(null, 'zebra-lamp-orange')).toBe(false)
})
