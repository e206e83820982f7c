import { createTranslator, type useTranslations } from 'next-intl'
import { describe, expect, test } from 'vitest'
import { type ActivityRow, auditEvents, shownDetails } from '@/lib/audit/contract'
import type { KeyRow } from '@/lib/front-desk/contract'
import { callRefusals, decisionReasons } from '@/lib/shared-keys/contract'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { activityLine } from './activity-line'
import type { ActivityWords } from './activity-words'

const now = Date.UTC(2026, 5, 10, 12, 0, 11)

function wordsIn(locale: 'en' | 'de'): ActivityWords {
  const messages = locale === 'en' ? english : german
  const translate = (namespace: 'activity' | 'instructions' | 'reasons' | 'sharedKeys' | 'shell.roles') =>
    createTranslator({
      locale,
      messages,
      namespace,
      onError: (error) => {
        throw error
      },
    }) as unknown
  return {
    activity: translate('activity') as ReturnType<typeof useTranslations<'activity'>>,
    instructions: translate('instructions') as ReturnType<typeof useTranslations<'instructions'>>,
    reasons: translate('reasons') as ReturnType<typeof useTranslations<'reasons'>>,
    sharedKeys: translate('sharedKeys') as ReturnType<typeof useTranslations<'sharedKeys'>>,
    roles: translate('shell.roles') as ReturnType<typeof useTranslations<'shell.roles'>>,
  }
}

const row = (change: Partial<ActivityRow> = {}): ActivityRow => ({
  id: 'aud_1',
  sequence: 1,
  at: now,
  event: 'unlock.asked',
  actorKind: 'staff',
  actorLabel: 'Ms Okafor',
  lockId: 'lck_204',
  doorLabel: '204',
  reason: 'locked-out',
  details: {},
  address: null,
  requestId: 'req_1',
  chainId: 'prp_1',
  place: 1,
  hash: '1.x',
  count: 1,
  instructionId: null,
  instruction: null,
  ...change,
})

const place = { slug: 'aurora', zone: 'Europe/Berlin', locale: 'en', now }
const line = (change: Partial<ActivityRow> = {}) => activityLine(row(change), wordsIn('en'), place)

const unlock: NonNullable<ActivityRow['instruction']> = {
  kind: 'unlock',
  outcome: 'accepted',
  status: 1,
  intendedAt: now - 3_000,
  sendingAt: now - 3_000,
  outcomeAt: now - 2_500,
  pushedAt: now - 2_000,
  settledAt: now,
  trackUntilAt: null,
}

describe.each(['en', 'de'] as const)('in %s', (locale) => {
  test.each(auditEvents)('%s has words, whatever details stand beside it', (event) => {
    const values = ['x', 3, true, null, 'front-desk · manager', '<script>alert(1)</script>']
    for (const value of values) {
      const details = Object.fromEntries(
        shownDetails.flatMap((name) => [
          [name, value],
          [`${name}Before`, 7],
        ]),
      )
      const said = activityLine(row({ event, details }), wordsIn(locale), { ...place, locale })
      expect(said.what).not.toBe('')
      for (const text of [said.what, ...said.details]) expect(text).not.toMatch(/activity\.|\{|undefined/)
    }
  })

  test('every reason for turning a call away, and for an answer, has words', () => {
    for (const reason of callRefusals)
      expect(activityLine(row({ event: 'callback.refused', reason }), wordsIn(locale), place).why).not.toBe(reason)
    for (const because of decisionReasons) {
      const said = activityLine(row({ event: 'shared-key.received', details: { because } }), wordsIn(locale), place)
      expect(said.why).toBeTruthy()
    }
  })
})

test('a line says when in the property’s zone, who, what, at which door, why and what became of it', () => {
  expect(line({ instruction: unlock, details: { occupancy: 'occupied', identityChecked: true } })).toEqual({
    id: 'aud_1',
    when: 'Wed 10 Jun 2026, 14:00:11',
    who: 'Ms Okafor',
    what: 'Asked to unlock',
    details: ['Room: occupied', 'Identity checked: yes'],
    door: '204',
    doorHref: '/aurora/locks/lck_204',
    why: 'Locked out, identity checked',
    outcome: { tone: 'ok', text: 'Unlocked', href: null },
  })
})

test('an outcome is never better than what the door confirmed', () => {
  const outcome = (change: Partial<typeof unlock>) => line({ instruction: { ...unlock, ...change } }).outcome
  expect(outcome({ status: 5, settledAt: null })?.text).toBe('Waiting for the door')
  expect(outcome({ status: 2 })).toMatchObject({ tone: 'problem', text: 'Failed' })
  expect(outcome({ outcome: 'unknown', status: null })).toMatchObject({ tone: 'attention', text: 'No answer' })
  expect(outcome({ intendedAt: now - 61_000 })).toMatchObject({ tone: 'attention', text: 'Unlocked late' })
  expect(line({ event: 'passcode.shown', instruction: unlock }).outcome).toBeNull()
})

test('a code that has since been cancelled is not said to be on the door, and the line leads to it', () => {
  const set = { event: 'passcode.asked', instruction: { ...unlock, kind: 'set-code' } } as const
  const key: KeyRow = {
    kind: 'code',
    id: 'psc_1',
    lockId: 'lck_204',
    doorLabel: '204',
    guestName: null,
    bookingNumber: null,
    state: 'cancelled',
    unfit: null,
    usedAnyway: false,
    oneTime: false,
    cancelWanted: true,
    cancelConfirmedAt: now + 60_000,
    startsAt: now,
    endsAt: now,
    createdAt: now,
    actorLabel: 'Clara',
    instructionId: 'ins_1',
  }
  const said = (now: KeyRow['state']) => activityLine(row(set), wordsIn('en'), place, { ...key, state: now }).outcome
  expect(said('cancelled')).toEqual({
    tone: 'neutral',
    text: 'Got on the door 14:00 · cancelled 14:01',
    href: '/aurora/keys/psc_1',
  })
  expect(said('lost')?.text).toBe('Got on the door 14:00 · gone with the lock')
  expect(said('works-now')?.text).toBe('On the door')
})

test('a change says before and now, roles and durations in words, and what is told elsewhere is not told twice', () => {
  const details = {
    roles: 'front-desk · manager',
    mobileKeysOnBefore: false,
    mobileKeysOn: true,
    heartbeatMs: 60_000,
    codeMarginMinutesBefore: 30,
    codeMarginMinutes: 45,
    attempt: 1,
    oneTime: false,
    decision: 'accepted',
    startsAt: now,
  }
  expect(line({ details }).details).toEqual([
    'Roles: Front desk, Manager',
    'From: Wed 10 Jun 2026, 14:00',
    'Codes work on after departure: 30 min → 45 min',
    'Mobile keys: no → yes',
    'Heartbeat every: 60 s',
  ])
})

test('a flood is one line with its number, and a caller that is nobody is called so', () => {
  const said = line({
    event: 'callback.refused',
    reason: 'unauthenticated',
    actorKind: 'visitor',
    count: 250,
    lockId: null,
  })
  expect(said).toMatchObject({
    who: 'Somebody not signed in',
    details: ['250 times within a minute'],
    why: 'The caller is not known',
    doorHref: null,
  })
})
