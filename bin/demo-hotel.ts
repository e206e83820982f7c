import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHouse, openDeskContext, openHouseContext } from '../lib/access/house'
import type { Role } from '../lib/access/permissions'
import { adoptOldRows } from '../lib/audit/adopt-old-rows'
import { changeCallback } from '../lib/connections/change-callback'
import { closeLockServers, lockServerOf } from '../lib/connections/lock-server-of'
import { createSealer } from '../lib/crypto/sealer'
import { openHome } from '../lib/db/open-home'
import type { Settings } from '../lib/env/settings'
import { newId } from '../lib/ids/ids'
import { connectFirstProperty } from '../lib/jobs/first-start'
import { acceptProposals } from '../lib/locks/accept-proposals'
import { nameLock } from '../lib/locks/name-lock'
import { listRoomProposals } from '../lib/locks/queries'
import { refreshInventory } from '../lib/locks/refresh-inventory'
import { silentLog } from '../lib/log/log'
import { changeProperty } from '../lib/properties/change-property'
import { createProperty } from '../lib/properties/create-property'
import { addFirstAccount, prepareFirstAccount } from '../lib/staff/add-first-account'
import { addPerson } from '../lib/staff/add-person'
import { changeOwnPassword } from '../lib/staff/change-own-password'
import { systemClock } from '../lib/time/clock'

export interface DemoPerson {
  name: string
  email: string
  password: string
  does: string
}

const staff: { name: string; email: string; roles: Role[]; does: string }[] = [
  { name: 'Clara Clerk', email: 'clerk@demo.test', roles: ['front-desk'], does: 'front desk' },
  { name: 'Alex Administrator', email: 'setup@demo.test', roles: ['administrator'], does: 'administrator' },
  { name: 'Martin Manager', email: 'manager@demo.test', roles: ['manager'], does: 'manager' },
  { name: 'Hanna Housekeeping', email: 'housekeeping@demo.test', roles: ['housekeeping'], does: 'housekeeping' },
  { name: 'Tom Technician', email: 'maintenance@demo.test', roles: ['maintenance'], does: 'maintenance' },
  { name: 'Lena Auditor', email: 'auditor@demo.test', roles: ['auditor'], does: 'log reader' },
]

const words =
  'amber birch cedar delta ember fjord grove harbor island jungle kettle lantern meadow nectar orchid pepper quartz river saddle timber umbra velvet willow yarrow zephyr'.split(
    ' ',
  )
const newPassword = () =>
  `${Array.from({ length: 4 }, () => words[randomInt(words.length)]).join(' ')} ${randomInt(10, 99)}`

/** Makes the demo hotel in an empty home with the verbs that people use; returns who can sign in. */
export async function prepareDemoHotel(settings: Settings): Promise<DemoPerson[]> {
  const file = join(settings.DATA_DIR, 'demo-people.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoPerson[]

  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = settings
  const home = await openHome({ ...(databaseUrl ? { databaseUrl } : { dataDir }), log: silentLog })
  const house = createHouse({
    home,
    sealer: createSealer(settings.SECRETS_KEY),
    clock: systemClock,
    log: silentLog,
    publicUrl: settings.PUBLIC_URL,
  })
  try {
    await adoptOldRows(home.db, house.sealer)
    const system = { kind: 'system', part: 'demo' } as const
    const owner = { name: 'Olivia Owner', email: 'admin@demo.test', password: newPassword() }
    const propertyName = settings.PROPERTY_NAME ?? 'Hotel Aurora'
    const timeZone = settings.PROPERTY_TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone
    const prepared = await prepareFirstAccount({ ...owner, alsoRunsDesk: true }, propertyName)
    const { property } = await addFirstAccount(openHouseContext(house, system), prepared, (inside) =>
      createProperty(inside, { name: propertyName, timeZone }),
    )
    await connectFirstProperty(house, settings)
    const ctx = () => openDeskContext(house, system, property)

    await changeProperty(ctx(), { mobileKeysOn: true })
    await refreshInventory(ctx(), await lockServerOf(ctx()))
    await nameDoors(ctx)
    await changeCallback(ctx(), { on: true, policy: 'accept-known', days: 7, sender: 'bearer' })

    const people: DemoPerson[] = [{ ...owner, does: 'administrator who also runs the desk: manager, front desk' }]
    for (const { name, email, roles, does } of staff) {
      const added = await addPerson(ctx(), { name, email, roles })
      const password = newPassword()
      const actor = {
        kind: 'staff',
        personId: added.personId,
        sessionId: newId('session'),
        name,
        roles,
        provedAt: systemClock.now(),
      } as const
      await changeOwnPassword(
        openHouseContext(house, actor),
        { password: added.password ?? '', newPassword: password },
        { address: '127.0.0.1' },
      )
      people.push({ name, email, password, does })
    }
    writeFileSync(file, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 })
    return people
  } finally {
    house.background.stop()
    await house.background.settled()
    await closeLockServers(house.processId)
    await home.close()
  }
}

/** Rooms as the Lock Server proposes them (R7); a proposal with letters only is a common door. */
async function nameDoors(ctx: () => ReturnType<typeof openDeskContext>): Promise<void> {
  const proposals = await listRoomProposals(ctx())
  const rooms = proposals.filter(({ proposedRoom }) => /^\d/.test(proposedRoom))
  await acceptProposals(ctx(), { lockIds: rooms.map(({ lockId }) => lockId) })
  for (const { lockId, proposedRoom } of proposals.filter((one) => !rooms.includes(one))) {
    await nameLock(ctx(), { lockId, room: null, door: proposedRoom, floor: null })
  }
}
