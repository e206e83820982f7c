import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOwnOrigin, isPlainNetworkAddress, safePath } from './own-origin'

test.each([
  ['https://desk.hotel.example', 'https://desk.hotel.example', true],
  ['https://desk.hotel.example:443', 'https://desk.hotel.example', true],
  ['http://desk.hotel.example', 'https://desk.hotel.example', false],
  ['https://desk.hotel.example:8443', 'https://desk.hotel.example', false],
  ['https://desk.hotel.example.evil.com', 'https://desk.hotel.example', false],
  ['https://evil.com', 'https://desk.hotel.example', false],
  ['http://127.0.0.1:3000', 'http://localhost:3000', true],
  ['http://[::1]:3000', 'http://localhost:3000', true],
  ['http://127.0.0.1:3001', 'http://localhost:3000', false],
  ['http://loopback:3000', 'http://localhost:3000', false],
  ['http://127.0.0.1.evil.com:3000', 'http://localhost:3000', false],
  ['null', 'http://localhost:3000', false],
  ['', 'http://localhost:3000', false],
  [null, 'http://localhost:3000', false],
  ['not an address', 'http://localhost:3000', false],
])('I30: %s is a page of %s: %s', (origin, publicUrl, own) => {
  expect(isOwnOrigin(origin, publicUrl)).toBe(own)
})

test('a plain http address on the network is noticed, loopback and https are not', () => {
  expect(isPlainNetworkAddress('http://192.168.1.20:3000')).toBe(true)
  expect(isPlainNetworkAddress('http://desk.local')).toBe(true)
  expect(isPlainNetworkAddress('http://127.0.0.1:3000')).toBe(false)
  expect(isPlainNetworkAddress('https://desk.local')).toBe(false)
})

test.each(['/hotel-aurora', '/hotel-aurora/locks?sort=room&dir=down', '/', '/hotel/keys?q=%2F%2Fevil'])(
  'one goes on to %s after signing in',
  (path) => {
    expect(safePath(path)).toBe(path)
  },
)

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '',
  'hotel',
  '/api/health',
  '/API/health',
  '/sign-in?to=/sign-in',
  '/.//evil.example',
  `/${'a'.repeat(2001)}`,
  undefined,
  ['/hotel'],
])('nobody is sent on to %j', (path) => {
  expect(safePath(path)).toBeNull()
})

test('whatever is asked for, one stays on the own origin', () => {
  const pieces = fc.constantFrom(
    '/',
    '//',
    '\\',
    '..',
    '.',
    '@',
    ':',
    'evil.example',
    '%2f',
    '%5c',
    '\t',
    '\n',
    '?',
    '#',
    'a',
    ' ',
    '\u0000',
    'http:',
  )
  const asked = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.array(pieces, { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
  )
  fc.assert(
    fc.property(asked, (to) => {
      const path = safePath(to)
      if (path === null) return
      const led = new URL(path, 'https://desk.hotel.example/sign-in')
      expect(led.origin).toBe('https://desk.hotel.example')
      expect(path.startsWith('/') && !path.startsWith('//')).toBe(true)
    }),
    { numRuns: 10_000 },
  )
})
