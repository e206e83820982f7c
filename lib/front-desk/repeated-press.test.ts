import { afterEach, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { isDeskError } from '../errors/desk-error'
import { issueGuestKey } from '../guest-keys/issue-guest-key'
import { type Id, newId } from '../ids/ids'
import { getInstruction } from '../instructions/queries'
import { setUpPasscode } from '../passcodes/set-up-passcode'
import { writeDoor, writeInstruction } from '../testing/ledger-rows'
import { openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { unlockDoor } from '../unlocks/unlock-door'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const ways: Record<string, (ctx: DeskContext, lockId: Id<'lock'>, afterId: Id<'instruction'>) => Promise<string>> = {
  code: async (ctx, lockId, afterId) =>
    (await setUpPasscode(ctx, { ...window(lockId), afterId, guestName: 'Ada Byron' })).instructionId,
  'mobile key': async (ctx, lockId, afterId) => {
    const on = { ...ctx, property: { ...ctx.property, mobileKeysOn: true } }
    const asked = { ...window(lockId), afterId, guestName: 'Ada Byron', knowsItCannotBeRecalled: true as const }
    return (await issueGuestKey(on, asked)).instructionId
  },
  unlock: async (ctx, lockId, afterId) =>
    (
      await unlockDoor(ctx, {
        pressKey: newId('request'),
        lockId,
        reason: 'luggage',
        identityChecked: true,
        afterId,
      })
    ).instructionId,
}
const window = (lockId: Id<'lock'>) => ({
  pressKey: newId('request'),
  lockId,
  from: { date: '2026-06-10', time: '13:00' },
  until: { date: '2026-06-12', time: '11:30' },
})

for (const kind of await homesUnderTest())
  test.each(Object.keys(ways))(
    `on ${kind}: a %s asked for again names the earlier press, of that door only (I3)`,
    async (way) => {
      const desk = await openDesk(kind)
      open.push(desk)
      const ctx = desk.as('front-desk')
      const lockId = await writeDoor(ctx)
      const lost = { outcome: 'unknown', status: null, settledAt: null, intendedAt: ctx.now - 60_000 }
      const earlier = await writeInstruction(ctx, lockId, lost)
      const press = (afterId: Id<'instruction'>) =>
        ways[way]!(ctx, lockId, afterId).catch((error: unknown) => (isDeskError(error) ? error.code : error))
      const elsewhere = desk.elsewhere('front-desk')
      const others = [
        await writeInstruction(ctx, await writeDoor(ctx, { name: 'MJ000305', room: '305' }), lost),
        await writeInstruction(elsewhere, await writeDoor(elsewhere), lost),
        newId('instruction'),
      ]
      for (const other of others) expect(await press(other)).toBe('invalid-input')
      const again = (await press(earlier)) as Id<'instruction'>
      expect((await getInstruction(desk.as('manager'), again)).repeatsId).toBe(earlier)
    },
  )
