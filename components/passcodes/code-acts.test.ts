import { describe, expect, it } from 'vitest'
import { passcodeStates } from '@/lib/passcodes/contract'
import { type CodeAct, codeActs } from './code-acts'

const now = 1_000
const may = {
  issue: true,
  issueLong: true,
  cancel: true,
  show: true,
  useUnfit: true,
  look: true,
  noteCase: true,
  close: true,
  dismiss: true,
}
const set = { id: 'ins_1', dismissedAt: null }
const tried = { confirmedAt: null, open: false, tries: 1, lastAt: 5 }
const code = {
  cancels: tried,
  startsAt: 0,
  cancelWantedAt: null,
  unfit: null,
  setInstructionId: 'ins_1',
  instructions: [set],
}
const acts = (state: string, more: object = {}): CodeAct[] =>
  codeActs({ ...code, state, endsAt: now + 1, ...more } as never, may, now)

describe('what can be done with a code', () => {
  it('only a possible unknown code is closed, and it cannot be cancelled', () => {
    for (const state of passcodeStates) expect(acts(state).includes('close')).toBe(state === 'no-answer')
    expect(acts('no-answer')).not.toContain('cancel')
  })

  it('what may still open can be cancelled, also again', () => {
    for (const state of ['sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed'])
      expect(acts(state)).toContain('cancel')
    for (const state of ['ended', 'cancelled', 'failed', 'lost', 'closed']) expect(acts(state)).not.toContain('cancel')
  })

  it('a cancel is asked for again once the first try has ended, not while it is under way', () => {
    expect(acts('cancelling')).toContain('cancel')
    expect(acts('cancelling', { cancels: { ...tried, open: true } })).not.toContain('cancel')
    expect(acts('cancelling', { cancels: { ...tried, tries: 0 } })).not.toContain('cancel')
    expect(acts('cancel-failed')).toContain('cancel')
  })

  it('a code that is to go is not extended, and an ended window gets no new code', () => {
    expect(acts('works-now', { cancelWantedAt: 5 })).not.toContain('extend')
    expect(acts('ended', { endsAt: now })).toEqual(['checks', 'extend'])
  })

  it('what waits in To do is put away, once', () => {
    expect(acts('failed')).toContain('put-away')
    expect(acts('works-now', { unfit: 'duplicate' })).toContain('put-away')
    expect(acts('works-now', { unfit: 'duplicate', usedAnyway: true })).not.toContain('put-away')
    expect(acts('works-now')).not.toContain('put-away')
    expect(acts('failed', { instructions: [{ ...set, dismissedAt: 9 }] })).not.toContain('put-away')
  })

  it('who may only read gets no buttons that would be refused', () => {
    const none = {
      dismiss: false,
      issue: false,
      issueLong: false,
      cancel: false,
      show: false,
      useUnfit: false,
      look: false,
      noteCase: false,
      close: false,
    }
    expect(codeActs({ ...code, state: 'failed', endsAt: 2_000 } as never, none, now)).toEqual([])
  })
})
