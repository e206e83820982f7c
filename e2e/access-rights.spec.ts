import { expect, test } from '@playwright/test'
import { actions, routes } from '../app/_entry/access-table'
import { grantFor, type Permission, type Role, roles } from '../lib/access/permissions'
import { tell } from '../lib/testing/torture'
import { fill, openCallers, placeOf, type Rows, type Served, servedActions, servedFiles } from './fixtures/callers'
import { code, mobileKey, permanentKey, unlock, windowOf } from './fixtures/row-actions'

test.describe.configure({ timeout: 300_000 })

let served: Served
/** Doors of the demo hotel without rows of ours. */
let doors: { rooms: string[]; common: string[] }
test.beforeAll(async () => {
  served = await openCallers()
  const { own, callers } = served
  const { text } = await served.ask(`/api/${own.slug}/locks?all=1`, { cookie: callers.manager?.cookies[0] })
  const rows = JSON.parse(text).rows as { id: string; common: boolean; state: string }[]
  const ours = [own.lock, own.spareLock, own.unnamedLock]
  const free = rows.filter(({ id, state }) => !ours.includes(id) && state !== 'unusable-name').map(({ id }) => id)
  doors = { rooms: free.slice(12), common: free.slice(0, 12) }
  for (const [place, lockId] of doors.common.entries())
    expect(
      await press('administrator', 'room.nameRoom', { lockId, room: null, door: `Door ${place}`, floor: null }),
    ).toBe('ok')
  for (const lockId of doors.rooms)
    expect(
      await press('administrator', 'room.nameRoom', { lockId, room: lockId.slice(-8), door: null, floor: null }),
    ).toBe('ok')
})
test.afterAll(() => served?.close())

async function press(role: Role, name: string, value?: unknown, fresh = true): Promise<string> {
  const caller = served.callers[role]
  const cookie = fresh ? caller?.cookies[0] : caller?.stale
  return (await served.press(name, [served.own.slug, ...(value === undefined ? [] : [value])], { cookie })).said
}

const unlocks = 'POST /api/[property]/unlocks'
const entries = 'POST /api/[property]/emergency-entries'

/** Each row: what is pressed and what each of the six is told, in the order of `roles`. */
type Outcomes = Record<Role, string>
const no = 'not-allowed'
const refused: Outcomes = {
  ...{ 'front-desk': no, housekeeping: no, maintenance: no, manager: no, administrator: no, auditor: no },
}
const both = (said: string): Outcomes => ({ ...refused, 'front-desk': said, manager: said })

interface Cell {
  what: string
  action: string
  value(given: { own: Rows; role: Role; room: string; common: string }): unknown
  /** Signed in just now, and an hour ago. */
  fresh: Outcomes
  stale: Outcomes
}

/** The one that was taken longest ago. */
function take(from: string[]): string {
  const door = from.shift() ?? ''
  from.push(door)
  return door
}
const again = 'sign-in-again'
const long = windowOf(0, 40)
const reason = { reason: 'welfare' }
const managerOnly = { fresh: { ...refused, manager: 'ok' }, stale: { ...refused, manager: again } }

const cells: Cell[] = [
  {
    ...{ what: 'unlock a room', action: unlocks, value: ({ room }) => unlock(room) },
    ...{ fresh: both('ok'), stale: both(again) },
  },
  {
    ...{ what: 'unlock an occupied room', action: unlocks, value: ({ own: { lock } }) => unlock(lock) },
    // The second of the two is told of the first (I27).
    ...{ fresh: { ...both('ok'), manager: 'unlock-just-pressed' }, stale: both(again) },
  },
  {
    ...{ what: 'unlock a room, identity not ticked', action: unlocks },
    value: ({ room }) => ({ ...unlock(room), identityChecked: false }),
    ...{ fresh: both('identity-not-checked'), stale: both(again) },
  },
  {
    ...{ what: 'unlock a common door', action: unlocks, value: ({ common }) => unlock(common) },
    ...{ fresh: { ...both('ok'), maintenance: 'ok' }, stale: { ...both('ok'), maintenance: 'ok' } },
  },
  {
    ...{ what: 'emergency entry', action: entries },
    value: ({ room }) => ({ pressKey: unlock('').pressKey, lockId: room }),
    ...{ fresh: both('ok'), stale: both('ok') },
  },
  {
    ...{ what: 'a code for somebody named', action: 'passcode.setUpPasscode', value: ({ room }) => code(room) },
    ...{ fresh: both('ok'), stale: both('ok') },
  },
  {
    ...{ what: 'a code over 30 days', action: 'passcode.setUpPasscode', ...managerOnly },
    value: ({ room }) => ({ ...code(room), ...long, ...reason }),
  },
  {
    ...{ what: 'a code over 30 days without a reason', action: 'passcode.setUpPasscode', ...managerOnly },
    value: ({ room }) => ({ ...code(room), ...long }),
    fresh: { ...refused, manager: 'reason-needed' },
  },
  {
    ...{ what: 'a code for nobody named', action: 'passcode.setUpPasscode', ...managerOnly },
    value: ({ room }) => ({ ...code(room), guestName: '', ...reason }),
  },
  {
    ...{ what: 'a code extended over 30 days', action: 'passcode.replacePasscode', ...managerOnly },
    value: ({ own: { passcode } }) => ({
      ...{ pressKey: unlock('').pressKey, passcodeId: passcode, oldEnds: 'when-on-door', until: long.until, ...reason },
    }),
  },
  {
    ...{
      what: 'a mobile key for somebody named',
      action: 'guest-key.issueGuestKey',
      value: ({ room }) => mobileKey(room),
    },
    ...{ fresh: both('ok'), stale: both('ok') },
  },
  {
    ...{ what: 'a mobile key over 30 days', action: 'guest-key.issueGuestKey', ...managerOnly },
    value: ({ room }) => ({ ...mobileKey(room), ...long, ...reason }),
  },
  {
    ...{ what: 'a mobile key for nobody named', action: 'guest-key.issueGuestKey' },
    value: ({ room }) => ({ ...mobileKey(room), guestName: '', ...reason }),
    ...{ fresh: both('guest-needed'), stale: both('guest-needed') },
  },
  {
    ...{ what: 'a permanent key', action: 'permanent-key.issuePermanentKey', ...managerOnly },
    value: ({ room }) => permanentKey(room),
  },
  {
    ...{ what: 'an admin key, which the server’s setting has not', action: 'permanent-key.issuePermanentKey' },
    value: ({ room }) => ({ ...permanentKey(room), kind: 'admin' }),
    ...{ fresh: { ...refused, manager: 'admin-keys-off' }, stale: managerOnly.stale },
  },
  {
    ...{ what: 'show a code of today', action: 'passcode.showPasscode' },
    value: ({ own: { passcode } }) => ({ passcodeId: passcode, use: 'on-screen' }),
    ...{ fresh: both('ok'), stale: both('ok') },
  },
  {
    ...{ what: 'show a code of another day', action: 'passcode.showPasscode' },
    value: ({ own: { laterCode } }) => ({ passcodeId: laterCode, use: 'on-screen' }),
    ...managerOnly,
  },
  {
    ...{ what: 'note what was done about a possible unknown code', action: 'passcode.noteUnaccountedCode' },
    value: ({ own: { unknownCode }, role }) => ({ passcodeId: unknownCode, note: `Tried by ${role}` }),
    ...{ fresh: both('ok'), stale: both('ok') },
  },
  {
    ...{ what: 'close a possible unknown code', action: 'passcode.closeUnaccountedCode' },
    value: ({ own: { unknownCode } }) => ({ passcodeId: unknownCode, reason: 'code-fails' }),
    // Closed by the first press; a closed one is told as changed.
    ...{ fresh: { ...refused, manager: 'changed-meanwhile' }, stale: managerOnly.fresh },
  },
  {
    ...{ what: 'the reason of an entry that somebody else made', action: 'unlock.explainEntry' },
    value: ({ own: { entry } }) => ({ instructionId: entry, ...reason }),
    // Keydesk's own: nobody's who works here.
    ...{ fresh: { ...refused, manager: 'ok' }, stale: { ...refused, manager: 'ok' } },
  },
  {
    ...{
      what: 'a lock that was reset',
      action: 'lock.changeLock',
      value: ({ room }) => ({ lockId: room, change: 'reset' }),
    },
    fresh: { ...refused, manager: 'ok', administrator: 'ok' },
    stale: { ...refused, manager: 'ok', administrator: again },
  },
  {
    ...{ what: 'disable an administrator', action: 'staff.disablePerson' },
    value: () => served.callers.administrator?.personId,
    fresh: { ...refused, administrator: 'own-roles' },
    stale: { ...refused, administrator: again },
  },
  {
    ...{
      what: 'disable somebody with desk roles',
      action: 'staff.disablePerson',
      value: ({ own: { person } }) => person,
    },
    fresh: { ...refused, manager: 'ok', administrator: 'ok' },
    stale: { ...refused, manager: 'ok', administrator: again },
  },
  {
    ...{ what: 'their own roles', action: 'staff.changeRoles' },
    value: ({ role }) => ({ personId: served.callers[role]?.personId, roles: ['manager', 'administrator'] }),
    fresh: { ...refused, administrator: 'own-roles' },
    stale: { ...refused, administrator: again },
  },
]

test('I29: what is decided after a verb’s first line is as the role table says, signed in just now or an hour ago', async () => {
  const wrong: string[] = []
  let asked = 0
  for (const { what, action, value, ...outcomes } of cells)
    for (const when of ['stale', 'fresh'] as const)
      for (const role of roles) {
        const expected = outcomes[when][role]
        const { own } = served
        const room = expected === 'ok' ? take(doors.rooms) : own.lock
        const said = await press(role, action, value({ own, role, room, common: take(doors.common) }), when === 'fresh')
        asked += 1
        if (said !== expected) wrong.push(`${when} ${role}, ${what}: ${said}, not ${expected}`)
      }
  expect(wrong).toEqual([])
  tell('access', { 'finer rights': asked })
})

test('I29: housekeeping unlocks a common door once the property has it switched on, and never a room', async () => {
  const asked = () => press('housekeeping', unlocks, unlock(take(doors.common)))
  expect(await asked()).toBe(no)
  expect(await press('administrator', 'property.changeProperty', { housekeepingUnlocks: true })).toBe('ok')
  expect(await asked()).toBe('ok')
  expect(await press('housekeeping', unlocks, unlock(served.own.lock))).toBe(no)
  expect(await press('auditor', unlocks, unlock(take(doors.common)))).toBe(no)
  expect(await press('administrator', 'property.changeProperty', { housekeepingUnlocks: false })).toBe('ok')
  expect(await asked()).toBe(no)
})

/** Decide how one signs in: asked for with a fresh sign-in, whatever the role. */
const ofOneself = ['factor.addPasskey', 'factor.askNewPasskey', 'factor.confirmTotp', 'factor.draftTotp']
ofOneself.push(
  'factor.makeRecoveryCodes',
  'factor.removePasskey',
  'factor.removeTotp',
  'session.removePin',
  'session.setPin',
)

test('I29: whoever signed in an hour ago is asked again wherever the role table has an R, and nowhere else', async () => {
  const wrong: string[] = []
  let asked = 0
  for (const action of servedActions()) {
    const access = actions[action.name] ?? 'member'
    if (['anybody', 'member'].includes(access) || access === 'person') continue
    for (const role of roles) {
      const grant = grantFor([role], access as Permission)
      // Test connection asks for more with settings of its own.
      const said = await press(role, action.name, action.name === 'connection.testConnection' ? undefined : {}, false)
      asked += 1
      if ((said === again) !== (grant === 'again') || (said === no) !== (grant === null))
        wrong.push(`${role} ${action.name}: ${said}, with ${grant}`)
    }
  }
  for (const action of servedActions().filter(({ name }) => ofOneself.includes(name))) {
    const cookie = served.callers['front-desk']?.stale
    const { said } = await served.act(action.id, placeOf(action, served.own), [{}], { cookie })
    asked += 1
    if (said !== again) wrong.push(`${action.name}: ${said}`)
  }
  for (const [line, access] of Object.entries(routes).filter(([line]) => line.startsWith('POST /api/[property]'))) {
    const path = fill(line.split(' ')[1] ?? '', served.own.slug, served.own)
    for (const role of roles) {
      const grant = grantFor([role], access as Permission)
      const { text } = await served.ask(`${path}?format=json`, {
        ...{ cookie: served.callers[role]?.stale, method: 'POST', headers: { origin: served.url } },
      })
      asked += 1
      if (text.includes(`"${again}"`) !== (grant === 'again')) wrong.push(`${role} ${line}: ${text.slice(0, 80)}`)
    }
  }
  expect(wrong).toEqual([])
  tell('access', { 'with an old sign-in': asked })
})

test('I29: nobody but the front desk and managers is given a guest’s name, on any page or by any route', async () => {
  const addresses = [...servedFiles().pages, ...Object.keys(routes).map((line) => line.replace('GET ', ''))].filter(
    (address) => address.startsWith('/[property]') || address.startsWith('/api/[property]'),
  )
  let asked = 0
  const given: Record<string, string[]> = Object.fromEntries(roles.map((role) => [role, []]))
  for (const address of addresses) {
    const path = fill(address, served.own.slug, served.own)
    for (const role of roles) {
      const hold = address.endsWith('/instructions') ? '?hold=1' : ''
      const { text } = await served.ask(path + hold, { cookie: served.callers[role]?.cookies[0] })
      asked += 1
      if (text.includes(served.own.guest)) given[role]?.push(address)
    }
  }
  for (const role of roles.filter((one) => grantFor([one], 'guest-name.see') === null))
    expect([role, given[role]]).toEqual([role, []])
  for (const role of roles.filter((one) => grantFor([one], 'guest-name.see') !== null))
    expect([role, (given[role] ?? []).length > 5]).toEqual([role, true])
  tell('access', { 'looked through for names': asked })
})
