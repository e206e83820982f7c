import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guestKeyStates } from '../guest-keys/contract'
import { passcodeStates } from '../passcodes/contract'
import type { KeyRow } from './contract'
import { sayKey } from './rules'

const window = { startsAt: fc.integer(), endsAt: fc.integer(), cancelConfirmedAt: fc.constant(null) }
const anyKey = fc.oneof(
  fc.record({
    kind: fc.constant('code' as const),
    state: fc.constantFrom<KeyRow['state']>(...passcodeStates),
    unfit: fc.constantFrom(null, 'weak' as const, 'duplicate' as const),
    usedAnyway: fc.boolean(),
    ...window,
  }),
  fc.record({
    kind: fc.constant('mobile-key' as const),
    state: fc.constantFrom<KeyRow['state']>(...guestKeyStates),
    unfit: fc.constant(null),
    usedAnyway: fc.constant(false),
    ...window,
  }),
)

describe('the word for a code or mobile key', () => {
  test('nothing is called usable but what the door confirmed, or a mobile key that was issued', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        if (sayKey(key).tone !== 'ok') return
        expect(['on-door', 'works-now', 'scheduled']).toContain(key.state)
        if (key.unfit !== null) expect(key.usedAnyway).toBe(true)
      }),
    )
  })

  test('a failed code, a cancel that failed and no answer are never told in a calm tone (I4, I8)', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        if (['failed', 'cancel-failed', 'no-answer'].includes(key.state))
          expect(['attention', 'problem']).toContain(sayKey(key).tone)
      }),
    )
  })

  test('a mobile key that works says that it cannot be recalled', () => {
    const key = { unfit: null, usedAnyway: false, startsAt: 0, endsAt: 1, cancelConfirmedAt: null } as const
    expect(sayKey({ ...key, kind: 'mobile-key', state: 'works-now' }).word).toBe('mobile-works-now')
    expect(sayKey({ ...key, kind: 'code', state: 'works-now' }).word).toBe('works-now')
  })
})
