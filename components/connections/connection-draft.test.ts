import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConnectionTest, ConnectionView } from '@/lib/connections/contract'
import { plainSha256 } from '@/lib/connections/rules'
import { draftOf, isChanged, rebased, sentOf, sha256Groups, sha256Line } from './connection-draft'
import { clockWords, mayPin } from './test-reading'

const pin = 'ab'.repeat(32)
const saved: ConnectionView = {
  id: 'con_00000000000000000000000000',
  baseUrl: 'https://10.0.0.5:8443',
  prefix: '/ilocks/api/apps/v1',
  pathStyle: 'servers',
  account: 'lock-264-17',
  username: 'hotel',
  deviceMac: 'mac',
  trust: 'pinned',
  trustedSha256: pin,
  localTime: false,
  heartbeatMs: 5_000,
  version: 1,
  reachedAt: null,
  failedAt: null,
  failure: null,
  changedAt: 1,
}

describe('the form of the Lock Server', () => {
  test('unchanged, it sends neither a password nor trust, so that both stay', () => {
    const sent = sentOf(draftOf(saved), saved)
    expect(sent).not.toHaveProperty('trust')
    expect(sent).toMatchObject({ password: '', account: 'lock-264-17', heartbeatMs: 5_000 })
    expect(isChanged(draftOf(saved), saved)).toBe(false)
  })

  test('trust is sent only where it differs, and an authority’s certificate stays when none is typed', () => {
    const draft = draftOf(saved)
    expect(sentOf({ ...draft, trust: 'system-ca' }, saved).trust).toEqual({ kind: 'system-ca' })
    expect(sentOf({ ...draft, sha256: 'cd'.repeat(32) }, saved).trust).toEqual({
      kind: 'pinned',
      sha256: 'cd'.repeat(32),
    })
    const withCa = { ...saved, trust: 'ca' } as const
    expect(sentOf(draftOf(withCa), withCa)).not.toHaveProperty('trust')
    expect(sentOf({ ...draftOf(withCa), pem: 'PEM' }, withCa).trust).toEqual({ kind: 'ca', pem: 'PEM' })
    expect(sentOf({ ...draft, trust: 'ca' }, saved).trust).toEqual({ kind: 'ca', pem: '' })
  })

  test('over plain http no trust is sent, since there is no certificate to look at', () => {
    const draft = { ...draftOf(null), baseUrl: ' HTTP://10.0.0.5', trust: 'pinned', sha256: pin } as const
    expect(sentOf(draft, null)).not.toHaveProperty('trust')
  })

  test('a sub-account goes with the style that knows it, and an empty period is no number', () => {
    const sent = sentOf({ ...draftOf(saved), pathStyle: 'documented', heartbeatSeconds: ' ' }, saved)
    expect(sent.account).toBe('')
    expect(sent.heartbeatMs).toBeNaN()
  })

  test('when somebody else saved meanwhile, typed fields stay and the others follow', () => {
    const draft = { ...draftOf(saved), username: 'typed', password: 'secret' }
    const next = rebased(draft, saved, { ...saved, username: 'theirs', deviceMac: 'new', changedAt: 2 })
    expect(next).toMatchObject({ username: 'typed', password: 'secret', deviceMac: 'new' })
  })

  test('every fingerprint is shown in eight groups and read back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const hex = Buffer.from(bytes).toString('hex')
        expect(sha256Groups(hex)).toHaveLength(8)
        expect(plainSha256(sha256Line(hex))).toBe(hex)
      }),
    )
  })
})

describe('what a test found', () => {
  const certificate = {
    sha256: pin,
    subject: 'CN=lock',
    issuer: 'CN=lock',
    validFrom: 10,
    validUntil: 20,
    selfSigned: true,
    trusted: false,
  }
  const failed = (failure: 'certificate-not-trusted' | 'certificate-expired' | 'login-refused'): ConnectionTest => ({
    certificate,
    login: { ok: false, failure, vendorMessage: null },
    locks: { failure: 'not-tried', vendorMessage: null },
    gateways: { failure: 'not-tried', vendorMessage: null },
    fittingPathStyle: null,
    clockDifferenceMs: null,
  })

  test('R18: trust is offered only where it would let the login through', () => {
    expect(mayPin(failed('certificate-not-trusted'), 15)).toBe(true)
    expect(mayPin(failed('certificate-expired'), 15)).toBe(false)
    expect(mayPin(failed('certificate-not-trusted'), 21)).toBe(false)
    expect(mayPin(failed('login-refused'), 15)).toBe(false)
    expect(mayPin({ ...failed('certificate-not-trusted'), certificate: null }, 15)).toBe(false)
    expect(mayPin({ ...failed('certificate-not-trusted'), certificate: { ...certificate, trusted: true } }, 15)).toBe(
      false,
    )
  })

  test('a clock is the same to a second, told to half a minute, and marked beyond', () => {
    expect(clockWords(null).key).toBe('unknown')
    expect(clockWords(-1_000).key).toBe('same')
    expect(clockWords(20_000)).toEqual({ tone: 'ok', key: 'ahead', seconds: 20 })
    expect(clockWords(-60_000)).toEqual({ tone: 'attention', key: 'behind', seconds: 60 })
  })
})
