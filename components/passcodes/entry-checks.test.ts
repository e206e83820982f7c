import { describe, expect, it } from 'vitest'
import type { LockView } from '@/lib/locks/contract'
import type { PasscodeView } from '@/lib/passcodes/contract'
import { type CheckFacts, checkEntry } from './entry-checks'

const now = Date.parse('2026-06-10T12:00:00Z')
const hour = 3_600_000

const code = (more: Partial<PasscodeView> = {}): PasscodeView => ({
  id: 'psc_1',
  lockId: 'lck_204',
  doorLabel: '204',
  lockName: 'MJ000204',
  stayId: 'sty_1',
  guestName: 'Ada Byron',
  bookingNumber: null,
  state: 'works-now',
  startsAt: now - hour,
  endsAt: now + hour,
  oneTime: false,
  note: null,
  attempt: 1,
  unfit: null,
  usedAnyway: false,
  usedAnywayNote: null,
  insteadOfId: null,
  replacesId: null,
  handOverAt: null,
  cancelWantedAt: null,
  cancels: { confirmedAt: null, open: false, tries: 0, lastAt: null },
  closedReason: null,
  closedNote: null,
  caseNote: null,
  createdAt: now - hour,
  actorLabel: 'Clara',
  setInstructionId: 'ins_1',
  lastCancelInstructionId: null,
  ...more,
})

const lock = (state: LockView['state'], signalDbm: number | null = -69): LockView => ({
  id: 'lck_204',
  name: 'MJ000204',
  label: '204',
  sortKey: '204',
  floor: '2',
  common: false,
  state,
  sinceAt: null,
  signalDbm,
  gateway: 'GW000002',
  gateways: 1,
  heardAgeMs: 1_000,
  room: '204',
  door: null,
  proposedRoom: null,
  sampledAt: now,
  sampleAgeMs: 0,
  readFailure: null,
  changedAt: null,
  goneAt: null,
  readings: [],
})

const facts = (more: Partial<CheckFacts> = {}): CheckFacts => ({
  code: code(),
  later: [],
  lock: lock('reachable'),
  fresh: true,
  now,
  ...more,
})
const line = (given: CheckFacts, key: string) => checkEntry(given).checks.find((check) => check.key === key)

describe('why a guest cannot get in', () => {
  it('has six lines, and says show the digits when none of them is why', () => {
    const { checks, advice } = checkEntry(facts())
    expect(checks.map(({ key, result }) => `${key} ${result}`)).toEqual([
      'door unsure',
      'window fine',
      'onDoor fine',
      'newer fine',
      'gateway fine',
      'signal fine',
    ])
    expect(advice).toBe('show')
  })

  it('a code on the door needs no gateway: its digits are the answer before and without the Lock Server’s', () => {
    expect(checkEntry(facts({ lock: null, fresh: false })).advice).toBe('show')
    expect(checkEntry(facts({ lock: lock('no-contact') })).advice).toBe('show')
  })

  it('only the door’s confirmation counts as on the door', () => {
    for (const state of ['sending', 'waiting-door', 'failed', 'cancelled', 'no-answer', 'lost'] as const)
      expect(line(facts({ code: code({ state }) }), 'onDoor')?.result).not.toBe('fine')
  })

  it('a newer code that is on the door comes first, also at another door', () => {
    const newer = code({ id: 'psc_2', lockId: 'lck_206', doorLabel: '206' })
    const given = facts({ later: [newer] })
    expect(checkEntry(given)).toMatchObject({ advice: 'use-newer', newer: { id: 'psc_2' } })
    expect(line(given, 'door')).toMatchObject({ result: 'wrong', word: 'other', text: '206' })
    expect(checkEntry(facts({ later: [code({ id: 'psc_3', state: 'no-answer' })] })).newer).toBeNull()
  })

  it('a code on its way is waited for only where the door can be reached', () => {
    const waiting = code({ state: 'waiting-door' })
    expect(checkEntry(facts({ code: waiting })).advice).toBe('wait')
    expect(checkEntry(facts({ code: waiting, lock: lock('no-contact') })).advice).toBe('no-way-in')
    expect(checkEntry(facts({ code: waiting, lock: null })).advice).toBe('checking')
  })

  it('an ended window is extended, a beginning one is not waited for, a gone code is replaced', () => {
    expect(checkEntry(facts({ code: code({ state: 'ended', endsAt: now - 1 }) })).advice).toBe('extend')
    expect(checkEntry(facts({ code: code({ state: 'on-door', startsAt: now + hour }) })).advice).toBe('issue-now')
    expect(checkEntry(facts({ code: code({ state: 'cancelled' }) })).advice).toBe('new-code')
    expect(checkEntry(facts({ code: code({ state: 'cancelled', endsAt: now - 1 }) })).advice).toBe('issue-now')
  })

  it('digits that were never handed out are decided about, a one-time code may be used up', () => {
    expect(checkEntry(facts({ code: code({ unfit: 'duplicate' }) })).advice).toBe('unfit')
    const once = facts({ code: code({ oneTime: true }) })
    expect(line(once, 'onDoor')).toMatchObject({ result: 'unsure', word: 'one-time' })
    expect(checkEntry(once).advice).toBe('new-code')
  })

  it('what the Lock Server did not say just now is not called fine', () => {
    expect(line(facts({ fresh: false }), 'gateway')?.result).toBe('unsure')
    expect(line(facts({ fresh: false }), 'signal')).toMatchObject({ result: 'unsure', word: 'old', ageMs: 1_000 })
    const silent = facts({ lock: lock('no-contact') })
    expect(line(silent, 'signal')).toMatchObject({ result: 'unsure', word: 'before', ageMs: 1_000 })
    expect(line(facts({ lock: lock('reachable', -90) }), 'signal')).toMatchObject({ result: 'unsure', word: 'weak' })
  })
})
