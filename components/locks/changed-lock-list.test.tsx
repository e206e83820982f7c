import { NextIntlClientProvider } from 'next-intl'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ChangedLock, ConcernedKey } from '@/lib/locks/contract'
import { english } from '@/messages/english'
import { ChangedLockList } from './changed-lock-list'
import { mayAct } from './locks-contract'

const key = (n: number, stayId: ConcernedKey['stayId'], guest: string | null): ConcernedKey => ({
  kind: 'code',
  id: `psc_${n}`,
  stayId,
  guest,
  startsAt: 0,
  endsAt: n,
})
const ada = key(1, 'sty_1', 'Ada Byron')
const changed: ChangedLock = {
  lockId: 'lck_1',
  change: 'reset',
  gone: [ada, key(2, 'sty_1', 'Ada Byron'), key(3, null, null)],
  mayStillCome: [],
  travelled: [],
  setUpAgain: [ada],
  setUpAt: { id: 'lck_1', label: '204' },
}
const text = (node: ChangedLock, mayIssue = true) =>
  renderToString(
    <NextIntlClientProvider locale="en" messages={english} timeZone="UTC">
      <ChangedLockList changed={node} say={String} onIssue={mayIssue ? () => {} : undefined} />
    </NextIntlClientProvider>,
  )
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

describe('what is said after a lock was changed (rule 10)', () => {
  it('each guest who needs a new key is named once, with Issue code for who may', () => {
    const said = text(changed)
    expect(said).toContain('3 codes and keys are gone.')
    expect(said).toContain('1 guest needs a new one:')
    // The second time is the button's own words.
    expect(said.match(/Ada Byron/g)).toHaveLength(2)
    expect(said.match(/Issue code/g)).toHaveLength(1)
    expect(text(changed, false)).not.toContain('Issue code')
  })

  it('while no lock is known to hang on their door it says where instead', () => {
    const said = text({ ...changed, change: 'replaced', setUpAt: null })
    expect(said).not.toContain('Issue code')
    expect(said).toContain('once the new lock is listed')
  })
})

describe('Unlock in a row', () => {
  it('stands at common doors for those who may unlock no room', () => {
    const may = { 'issue-code': false, emergency: false, 'mobile-key': false, unlock: false, unlockCommon: true }
    expect(mayAct(may, 'unlock', { common: true })).toBe(true)
    expect(mayAct(may, 'unlock', { common: false })).toBe(false)
  })
})
