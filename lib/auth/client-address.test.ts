import { expect, test } from 'vitest'
import { readSettings } from '../env/settings'
import { trustedProxies } from '../env/trusted-proxies'
import { clientAddress } from './client-address'

const proxies = trustedProxies(['10.0.0.0/8', '2001:db8::1'])

test.each([
  ['203.0.113.5', null, '203.0.113.5'],
  ['203.0.113.5', '198.51.100.1', '203.0.113.5'],
  ['::ffff:203.0.113.5', '198.51.100.1', '203.0.113.5'],
  ['10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['10.1.2.3', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['10.1.2.3', '6.6.6.6, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
  ['10.1.2.3', '198.51.100.1:51234', '198.51.100.1'],
  ['10.1.2.3', '[2001:db8::77]:443', '2001:db8::77'],
  ['2001:db8::1', '198.51.100.1', '198.51.100.1'],
  ['10.1.2.3', '198.51.100.1, <script>', '10.1.2.3'],
  ['10.1.2.3', null, '10.1.2.3'],
  ['10.1.2.3', '10.1.2.4', '10.1.2.4'],
  [undefined, '198.51.100.1', 'unknown'],
])('from %s with X-Forwarded-For %s it is %s who asks', (peer, forwarded, address) => {
  expect(clientAddress(peer, forwarded, proxies)).toBe(address)
})

test('without trusted proxies the header is never read', () => {
  expect(clientAddress('10.1.2.3', '198.51.100.1', trustedProxies([]))).toBe('10.1.2.3')
})

test.each(['10.0.0.0/33', 'localhost', '10.0.0.0/x', '::1/129'])('%s is refused with words, at the start', (entry) => {
  const secrets = { AUTH_SECRET: 'x'.repeat(32), SECRETS_KEY: 'x'.repeat(32) }
  expect(() => readSettings({ ...secrets, TRUSTED_PROXIES: `10.0.0.1, ${entry}` })).toThrow(
    /TRUSTED_PROXIES: ".+" is neither/,
  )
  expect(readSettings({ ...secrets, TRUSTED_PROXIES: ' 10.0.0.1, ::1/64 ' }).TRUSTED_PROXIES).toEqual([
    '10.0.0.1',
    '::1/64',
  ])
})
