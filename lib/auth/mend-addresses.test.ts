import { expect, test } from 'vitest'
import { mendedAddress } from './mend-addresses'

test.each([
  ['/', '/'],
  ['/hotel-aurora/locks?q=%FF&r=?', '/hotel-aurora/locks?q=%FF&r=?'],
  ['/Z%C3%BCrich', '/Z%C3%BCrich'],
  ['/%25FF', '/%25FF'],
  ['/%FF', '/%25FF'],
  ['/hotel-aurora/%ED%A0%80?q=%', '/hotel-aurora/%25ED%25A0%2580?q=%'],
  ['/100%', '/100%25'],
  ['http://hotel.example/%', 'http://hotel.example/%25'],
  ['/api/%FF/locks', '/api/undecodable'],
  ['http://hotel.example/ilocks/%FF', '/api/undecodable'],
  ['/ilocks/api/apps/v1/locks/%B7%BF/guestKey', '/api/undecodable'],
])('the address %s is asked for as %s', (url, asked) => {
  expect(mendedAddress(url)).toBe(asked)
  expect(() => decodeURIComponent(mendedAddress(url).split('?')[0] ?? '')).not.toThrow()
})
