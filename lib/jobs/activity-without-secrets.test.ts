import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { changeCallback } from '../connections/change-callback'
import { changeConnection } from '../connections/change-connection'
import { auditEvents } from '../db/schema/audit'
import { issueGuestKey } from '../guest-keys/issue-guest-key'
import { getGuestKey } from '../guest-keys/queries'
import { showGuestKey } from '../guest-keys/show-guest-key'
import { newId } from '../ids/ids'
import { cancelPasscode } from '../passcodes/cancel-passcode'
import { getPasscode } from '../passcodes/queries'
import { replacePasscode } from '../passcodes/replace-passcode'
import { setUpPasscode } from '../passcodes/set-up-passcode'
import { showPasscode } from '../passcodes/show-passcode'
import { changeProperty } from '../properties/change-property'
import { noteSharedKey } from '../shared-keys/note-shared-key'
import { receiveSharedKeys } from '../shared-keys/receive-shared-keys'
import { addPerson } from '../staff/add-person'
import { resetPassword } from '../staff/reset-password'
import { openHotel } from '../testing/open-hotel'
import { unlockDoor } from '../unlocks/unlock-door'

test('I32: after a day at the desk no line of the activity holds a guest’s name, digits, a key code, a password or a note', {
  timeout: 120_000,
}, async () => {
  const hotel = await openHotel(undefined)
  const { desk, lockId, poolId } = hotel
  try {
    desk.reload(await changeProperty(desk.system, { mobileKeysOn: true }))
    const ctx = desk.as('manager')
    const guest = { guestName: 'Canary Guestname', bookingNumber: 'CANARY-BOOKING' }
    const window = { from: { date: '2026-06-10', time: '13:00' }, until: { date: '2026-06-12', time: '11:30' } }
    desk.emulator.control.codes.next({ digits: '482917' })
    const { passcodeId } = await setUpPasscode(ctx, { pressKey: newId('request'), lockId, ...guest, ...window })
    await hotel.until(
      () => getPasscode(ctx, passcodeId),
      ({ state }) => state === 'works-now',
    )
    expect((await showPasscode(ctx, { passcodeId, use: 'on-screen' })).digits).toBe('482917')
    desk.emulator.control.codes.next({ digits: '739164' })
    const replaced = await replacePasscode(desk.as('manager'), {
      pressKey: newId('request'),
      passcodeId,
      oldEnds: 'now',
    })
    await hotel.until(
      () => getPasscode(ctx, replaced.passcodeId),
      ({ state }) => state === 'works-now',
    )
    await cancelPasscode(desk.as('manager'), { pressKey: newId('request'), passcodeId: replaced.passcodeId })
    const key = await issueGuestKey(desk.as('manager'), {
      pressKey: newId('request'),
      lockId,
      ...guest,
      ...window,
      knowsItCannotBeRecalled: true,
    })
    await hotel.until(
      () => getGuestKey(ctx, key.guestKeyId),
      ({ state }) => state === 'works-now',
    )
    const { keyCode } = await showGuestKey(desk.as('manager'), { guestKeyId: key.guestKeyId })
    await unlockDoor(desk.as('manager'), {
      pressKey: newId('request'),
      lockId: poolId,
      reason: 'other',
      reasonNote: 'for Canary Guestname',
    })
    await changeCallback(desk.as('administrator'), { on: true, policy: 'accept-known', days: 30, sender: 'bearer' })
    const lockServer = { ...desk.system, actor: { kind: 'lock-server' } as const }
    await receiveSharedKeys(lockServer, {
      ownerId: 'canary-owner',
      receiverPhone: '13800138000',
      keys: [
        {
          lockName: 'MJ000204',
          roomName: '204',
          keyCode: 'canary-key-code-0123456789',
          startsAt: desk.clock.now(),
          endsAt: desk.clock.now() + 9e6,
        },
      ],
    })
    const { rows } = await desk.system.db.execute<{ id: string }>(sql`select id from shared_keys`)
    await noteSharedKey(desk.as('front-desk'), { id: rows[0]?.id ?? '', note: 'canary note of Guestname' })
    const added = await addPerson(desk.as('administrator'), {
      name: 'Dana',
      email: 'dana@hotel.test',
      roles: ['front-desk'],
    })
    const reset = await resetPassword(desk.as('administrator'), { personId: added.personId })
    await changeConnection(desk.as('administrator'), {
      baseUrl: desk.emulator.url,
      username: 'elsewhere',
      password: 'canary connection password',
      pathStyle: 'documented',
      deviceMac: '00:11:22:33:44:55',
    })

    const told = JSON.stringify(await desk.system.db.select().from(auditEvents))
    const passwords = [...JSON.stringify([added, reset]).matchAll(/"[a-zA-Z]*[pP]assword[a-zA-Z]*":"([^"]{8,})"/g)].map(
      ([, text]) => text as string,
    )
    expect(passwords.length).toBeGreaterThan(0)
    for (const secret of [...passwords, '482917', '739164', keyCode, '13800138000']) expect(told).not.toContain(secret)
    expect(told).not.toMatch(/canary/i)
    const events = new Set((await desk.system.db.select().from(auditEvents)).map(({ event }) => event))
    for (const event of [
      'stay.created',
      'passcode.asked',
      'passcode.shown',
      'passcode.cancel-wanted',
      'guest-key.asked',
      'guest-key.shown',
      'unlock.asked',
      'shared-key.received',
      'shared-key.noted',
      'person.added',
      'person.password-reset',
    ])
      expect([...events]).toContain(event)
  } finally {
    await hotel.close()
  }
})
