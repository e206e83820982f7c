import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/emulator'
import type { StaffActor } from '../access/actor'
import type { ContextProperty, DeskContext, HouseContext } from '../access/context'
import { createHouse, type House, openDeskContext, openHouseContext } from '../access/house'
import { type Role, roles } from '../access/permissions'
import { createFirstConnection } from '../connections/first-connection'
import { closeLockServers } from '../connections/lock-server-of'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import { people, sessions, staffRoles } from '../db/schema/staff'
import { type Id, newId } from '../ids/ids'
import { silentLog } from '../log/log'
import { createProperty } from '../properties/create-property'
import { createFakeClock, type FakeClock, testStartAt } from './fake-clock'
import { type HomeKind, openTestHome, type TestHome } from './open-test-home'

/** What everybody of a test desk signs in with. */
export const testPassword = 'the porter keeps nine umbrellas'
const testPasswordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$tvwZ03aCqDy4fPZh8TMjtQ$xEEcPvy2i+j7Kt8jwTlZr+o4aCwdQXhj2k5XkF2PD3I'

export interface TestPerson {
  personId: Id<'person'>
  sessionId: Id<'session'>
  name: string
  email: string
  role: Role
}

export interface TestDesk {
  /** House, clock and background work of one process; nothing of it is shared with other tests. */
  house: House
  clock: FakeClock
  property: ContextProperty
  otherProperty: ContextProperty
  people: Readonly<Record<Role, TestPerson>>
  /** One person per role at `otherProperty`, without any role at `property`. */
  peopleElsewhere: Readonly<Record<Role, TestPerson>>
  /** A context of this moment for the one person with that role; proved `provedMsAgo` (0) before now. */
  as(role: Role, options?: { provedMsAgo?: number }): DeskContext
  /** The same at the other property, by somebody who works only there. */
  elsewhere(role: Role, options?: { provedMsAgo?: number }): DeskContext
  /** A context of this moment for our own code at `property`. */
  readonly system: DeskContext
  /** Only with `emulator`: throws otherwise. `property` is connected to it. */
  readonly emulator: Emulator
  /** A context outside any property: `'system'`, a role's person, or a visitor from 192.0.2.7. */
  outside(who: Role | 'system' | 'visitor'): HouseContext
  /** Reads the property again: contexts opened from now on see its new settings. */
  reload(property: ContextProperty): void
  /** Work outside requests is over. What waits for the clock is not: `advance` it. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface OpenDeskOptions {
  /** An imitated Lock Server over HTTP, connected to `property`; by default the demo hotel with its clock at the desk's, moved by its control only. */
  emulator?: boolean | EmulatorOptions
  /** A home that is open already, its queue too, in place of one in memory or on the test server. */
  opened?: TestHome
}

/** A house on a database of its own, at Wednesday 10 June 2026 12:00 UTC, with two properties and a person per role in each. */
export async function openDesk(kind?: HomeKind, options: OpenDeskOptions = {}): Promise<TestDesk> {
  const clock = createFakeClock()
  const opened = options.opened ?? (await openTestHome(kind))
  const house = createHouse({
    home: opened.home,
    sealer: createSealer('a secret of tests, thirty-two characters or more'),
    clock,
    log: silentLog,
    publicUrl: 'http://localhost:3000',
  })
  const setUp = openHouseContext(house, { kind: 'system', part: 'test' })
  let property = await createProperty(setUp, { name: 'Hotel Aurora', timeZone: 'Europe/Berlin' })
  const otherProperty = await createProperty(setUp, { name: 'Hotel Borealis', timeZone: 'America/New_York' })
  const here = await addPeople(setUp, property, 'aurora')
  const there = await addPeople(setUp, otherProperty, 'borealis')

  const system = (at: ContextProperty) => openDeskContext(house, { kind: 'system', part: 'test' }, at)
  const emulator = options.emulator ? await connectEmulator(system(property), options.emulator) : null

  const actorOf = (person: TestPerson, provedMsAgo = 0): StaffActor => ({
    kind: 'staff',
    personId: person.personId,
    sessionId: person.sessionId,
    name: person.name,
    roles: [person.role],
    provedAt: clock.now() - provedMsAgo,
  })

  return {
    house,
    clock,
    get property() {
      return property
    },
    otherProperty,
    people: here,
    peopleElsewhere: there,
    as: (role, options) => openDeskContext(house, actorOf(here[role], options?.provedMsAgo), property),
    elsewhere: (role, options) => openDeskContext(house, actorOf(there[role], options?.provedMsAgo), otherProperty),
    get system() {
      return system(property)
    },
    get emulator() {
      if (!emulator) throw new Error('openDesk was not asked for an emulator')
      return emulator
    },
    outside(who) {
      if (who === 'system') return openHouseContext(house, { kind: 'system', part: 'test' })
      if (who === 'visitor') return openHouseContext(house, { kind: 'visitor', address: '192.0.2.7' })
      return openHouseContext(house, { ...actorOf(here[who]), roles: [] })
    },
    reload(changed) {
      property = changed
    },
    settled: () => house.background.settled(),
    async close() {
      house.background.stop()
      await house.background.settled()
      await closeLockServers(house.processId)
      await emulator?.close()
      await opened.close()
    },
  }
}

async function connectEmulator(ctx: DeskContext, wanted: true | EmulatorOptions): Promise<Emulator> {
  const asked: EmulatorOptions = wanted === true ? {} : wanted
  const emulator = await startEmulator({ hotel: 'demo', clock: 'manual', startAt: testStartAt, ...asked })
  const { url, username, password } = emulator
  await createFirstConnection(ctx, {
    url,
    username,
    password,
    pathStyle: asked.settings?.pathStyle === 'servers' ? 'servers' : 'documented',
  })
  return emulator
}

async function addPeople(ctx: HouseContext, property: ContextProperty, house: string) {
  const added = {} as Record<Role, TestPerson>
  await withTransaction(ctx, async (tx) => {
    for (const role of roles) {
      const person: TestPerson = {
        personId: newId('person'),
        sessionId: newId('session'),
        name: `${role} of ${property.name}`,
        email: `${role}@${house}.test`,
        role,
      }
      added[role] = person
      await tx.insert(people).values({
        id: person.personId,
        email: person.email,
        name: person.name,
        passwordHash: testPasswordHash,
        passwordChangedAt: ctx.now,
        createdAt: ctx.now,
      })
      await tx.insert(staffRoles).values({ personId: person.personId, propertyId: property.id, role, givenAt: ctx.now })
      await tx.insert(sessions).values({
        id: person.sessionId,
        personId: person.personId,
        startedAt: ctx.now,
        usedAt: ctx.now,
        provedAt: ctx.now,
        address: '192.0.2.1',
        userAgent: 'test',
      })
    }
  })
  return added
}
