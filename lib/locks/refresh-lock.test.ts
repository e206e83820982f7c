import { afterEach, expect, test } from 'vitest'
import { writeDoor } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { getLock } from './queries'
import { refreshLock } from './refresh-lock'

let desk: TestDesk
afterEach(() => desk.close())

test.each(await homesUnderTest())(
  'on %s: a lock whose name fits no request is not asked about, and stays marked as that (R3)',
  async (kind) => {
    desk = await openDesk(kind, { emulator: true })
    const lockId = await writeDoor(desk.system, { name: '../1', room: null, readFailure: 'unusable-name' })
    await expect(refreshLock(desk.as('front-desk'), { lockId })).rejects.toMatchObject({ code: 'lock-name-unusable' })
    expect((await getLock(desk.as('front-desk'), lockId)).state).toBe('unusable-name')
    expect(desk.emulator.control.requests.list({ call: 'lock-status' })).toHaveLength(0)
  },
)
