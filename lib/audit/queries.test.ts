import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { openDeskContext } from '../access/house'
import type { Role } from '../access/permissions'
import { withTransaction } from '../db/database'
import { auditEvents as auditRows } from '../db/schema/audit'
import { instructions } from '../db/schema/instructions'
import { locks } from '../db/schema/locks'
import { properties } from '../db/schema/properties'
import { newId } from '../ids/ids'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { type ActivityFilter, auditEvents, auditGroups } from './contract'
import { listActivity, listActivityPeople } from './queries'
import { type AuditEntry, recordAuditEvent } from './record-audit-event'
import { auditEventsOf } from './rules'

test('every event belongs to exactly one kind of the filter', () => {
  const all = auditGroups.flatMap((group) => auditEventsOf([group]))
  expect(all.sort()).toEqual([...auditEvents].sort())
})

for (const kind of await homesUnderTest()) {
  describe(`on the ${kind} home`, () => {
    let desk: TestDesk
    beforeAll(async () => {
      desk = await openDesk(kind)
    })
    afterAll(() => desk.close())

    /** A property of its own whose people are those of the desk. */
    async function openHotel() {
      const { db } = desk.house.home
      const id = newId('property')
      const property = { ...desk.property, id, slug: id }
      await db.insert(properties).values({ ...property, createdAt: desk.clock.now() })
      await db.execute(sql`insert into staff_roles (person_id, property_id, role, given_at)
        select person_id, ${property.id}, role, given_at from staff_roles where property_id = ${desk.property.id}`)
      await db.execute(sql`delete from audit_events`)
      const lock = { id: newId('lock'), propertyId: property.id, name: `MJ${property.slug}`, room: '204' } as const
      await db.insert(locks).values({ ...lock, sortKey: '204', createdAt: 0 })
      const as = (role: Role): DeskContext => ({ ...desk.as(role), property })
      const lockServer = () => openDeskContext(desk.house, { kind: 'lock-server' }, property)
      const record = (ctx: DeskContext, entry: AuditEntry) =>
        withTransaction(ctx, (tx) => recordAuditEvent(ctx, tx, entry))
      const told = async (ctx: DeskContext, filter: ActivityFilter = {}) =>
        (await listActivity(ctx, { filter })).events.map(({ event }) => event)
      return { property, lock, as, record, told, lockServer }
    }

    test('managers and log readers see all, an administrator the system and own, everybody else own', async () => {
      const { as, record, told, lockServer } = await openHotel()
      await record(as('front-desk'), { event: 'passcode.asked' })
      await record(as('housekeeping'), { event: 'unlock.asked' })
      await record(as('administrator'), { event: 'stay.created' })
      await record(as('manager'), { event: 'property.changed' })
      await record(lockServer(), { event: 'shared-key.received' })
      await record(lockServer(), { event: 'callback.refused', reason: 'malformed' })
      const all = [
        'callback.refused',
        'shared-key.received',
        'property.changed',
        'stay.created',
        'unlock.asked',
        'passcode.asked',
      ]
      expect(await told(as('manager'))).toEqual(all)
      expect(await told(as('auditor'))).toEqual(all)
      expect(await told(as('administrator'))).toEqual(['callback.refused', 'property.changed', 'stay.created'])
      expect(await told(as('front-desk'))).toEqual(['passcode.asked'])
      expect(await told(as('housekeeping'))).toEqual(['unlock.asked'])
      expect(await told(as('maintenance'))).toEqual([])
    })

    test('no filter widens what a role sees', async () => {
      const { as, record, told, lock } = await openHotel()
      const manager = desk.people.manager.personId
      await record(as('manager'), { event: 'unlock.asked', lockId: lock.id })
      for (const filter of [{ who: { personId: manager } }, { door: '204' }, { group: 'unlocks' as const }]) {
        expect(await told(as('manager'), filter)).toEqual(['unlock.asked'])
        expect(await told(as('front-desk'), filter)).toEqual([])
        expect(await told(as('administrator'), filter)).toEqual([])
      }
    })

    test('another property’s lines are never told (I29)', async () => {
      const { as, record, told } = await openHotel()
      await record(as('manager'), { event: 'unlock.asked' })
      const elsewhere = desk.elsewhere('manager')
      expect(await told(elsewhere)).toEqual([])
      await record(elsewhere, { event: 'unlock.asked' })
      expect(await told(as('manager'))).toHaveLength(1)
    })

    test('what happens to the house is told where its person works, a stranger’s at every property', async () => {
      const { as, told } = await openHotel()
      const inHouse = (ctx: DeskContext, entry: AuditEntry) =>
        withTransaction(ctx, (tx) => recordAuditEvent({ ...ctx, property: undefined }, tx, entry))
      await inHouse(as('front-desk'), { event: 'person.signed-in' })
      await inHouse(desk.elsewhere('front-desk'), { event: 'person.signed-in' })
      await inHouse({ ...desk.system, actor: { kind: 'visitor', address: '192.0.2.7' } }, { event: 'callback.refused' })
      const { events } = await listActivity(as('manager'))
      expect(events.map(({ event, actorLabel }) => [event, actorLabel])).toEqual([
        ['callback.refused', 'Visitor'],
        ['person.signed-in', desk.people['front-desk'].name],
      ])
      expect(await told(as('front-desk'))).toEqual(['person.signed-in'])
      expect(await told(as('housekeeping'))).toEqual([])
    })

    test('it narrows down by who, door, kind and time, alone and together', async () => {
      const { as, record, told, lock, lockServer } = await openHotel()
      const startAt = desk.clock.now()
      await record(as('front-desk'), { event: 'unlock.asked', lockId: lock.id, doorLabel: '204' })
      await desk.clock.advance(1_000)
      await record(as('manager'), { event: 'passcode.asked', lockId: lock.id, doorLabel: '204' })
      await desk.clock.advance(1_000)
      await record(lockServer(), { event: 'shared-key.received' })
      const manager = as('manager')
      const personId = desk.people.manager.personId
      expect(await told(manager, { who: { personId } })).toEqual(['passcode.asked'])
      expect(await told(manager, { who: { actorKind: 'lock-server' } })).toEqual(['shared-key.received'])
      for (const door of ['204', ' 204 ', lock.name.toUpperCase()])
        expect(await told(manager, { door })).toEqual(['passcode.asked', 'unlock.asked'])
      expect(await told(manager, { door: '20' })).toEqual([])
      expect(await told(manager, { group: 'unlocks' })).toEqual(['unlock.asked'])
      expect(await told(manager, { fromAt: startAt + 1_000 })).toEqual(['shared-key.received', 'passcode.asked'])
      expect(await told(manager, { untilAt: startAt + 1_000 })).toEqual(['unlock.asked'])
      expect(await told(manager, { who: { personId }, door: '204', fromAt: startAt, group: 'codes' })).toEqual([
        'passcode.asked',
      ])
    })

    test('pages follow each other without a gap or a repeat, also within one moment', async () => {
      const { as, record } = await openHotel()
      for (let n = 0; n < 11; n++) {
        if (n % 4 === 0) await desk.clock.advance(1)
        const ctx = as('manager')
        const { property: _, ...house } = ctx
        await (n % 2 === 0
          ? record(ctx, { event: 'unlock.asked' })
          : withTransaction(ctx, (tx) => recordAuditEvent(house, tx, { event: 'person.signed-in' })))
      }
      const seen: number[] = []
      let after = null
      do {
        const page = await listActivity(as('manager'), { after, limit: 3 })
        seen.push(...page.events.map(({ sequence }) => sequence))
        after = page.next
      } while (after !== null)
      expect(seen).toHaveLength(11)
      expect(seen).toEqual([...seen].sort((a, b) => b - a))
    })

    test('a line tells how its request stands now, and of the details only those that have words', async () => {
      const { as, record, lock } = await openHotel()
      const ctx = as('front-desk')
      const id = newId('instruction')
      await desk.house.home.db.insert(instructions).values({
        id,
        propertyId: ctx.property.id,
        kind: 'unlock',
        lockId: lock.id,
        doorLabel: '204',
        lockName: lock.name,
        actorLabel: 'x',
        pressKey: id,
        askedHash: '',
        details: {},
        intendedAt: ctx.now,
        processId: 'p',
        outcome: 'accepted',
        status: 5,
        answerSealed: 'sealed-digits',
      })
      // A line of long ago may hold what the type forbids today.
      const details = { occupancy: 'vacant', guestName: 'Mrs Li', digits: '482917', daysBefore: 7, days: 9 }
      await record(ctx, { event: 'unlock.asked', instructionId: id, reason: 'locked-out', details })
      const { events } = await listActivity(ctx)
      expect(events).toMatchObject([
        {
          reason: 'locked-out',
          details: { occupancy: 'vacant', daysBefore: 7, days: 9 },
          instruction: { kind: 'unlock', outcome: 'accepted', status: 5, intendedAt: ctx.now },
        },
      ])
      expect(JSON.stringify(events)).not.toMatch(/Mrs Li|482917|sealed-digits/)
    })

    test('those who see more than their own are offered the people of the property, others nobody', async () => {
      const { as } = await openHotel()
      expect((await listActivityPeople(as('auditor'))).map(({ id }) => id).sort()).toEqual(
        Object.values(desk.people)
          .map(({ personId }) => personId)
          .sort(),
      )
      expect(await listActivityPeople(as('front-desk'))).toEqual([])
    })

    test('100,000 lines stay reachable through an index, whatever is asked', async () => {
      const { as, lock, property } = await openHotel()
      const { db } = desk.house.home
      await db.execute(sql`
        insert into audit_events (id, property_id, at, event, actor_kind, person_id, actor_label, lock_id, details, request_id)
        select 'aud_' || n, case when n % 50 = 0 then null else ${property.id} end,
          timestamptz '2026-01-01' + n * interval '1 minute',
          ${sql.param('unlock.asked')}, 'staff', case when n % 7 = 0 then ${desk.people.manager.personId} end, 'x',
          case when n % 97 = 0 then ${lock.id} end, '{}'::jsonb, 'r'
        from generate_series(1, 100000) n`)
      await db.execute(sql`analyze audit_events`)
      const asked: ActivityFilter[] = [
        {},
        { fromAt: Date.UTC(2026, 0, 3), untilAt: Date.UTC(2026, 0, 4) },
        { door: '204' },
        { who: { personId: desk.people.manager.personId } },
      ]
      for (const filter of asked) {
        for (const role of ['manager', 'front-desk'] as const) {
          const statement = await explained(as(role), filter)
          expect(statement).not.toContain('Seq Scan on audit_events')
          // Two people at once are nobody: then nothing is read at all.
          expect(statement).toMatch(/audit_events_(recent|lock|person)|One-Time Filter: false/)
        }
      }
      const deep = { at: Date.UTC(2026, 0, 2), sequence: 1 }
      expect(await explained(as('manager'), {}, deep)).not.toContain('Seq Scan on audit_events')
      await db.delete(auditRows)
    })

    /** The plan of the very statement that `listActivity` sends. */
    async function explained(
      ctx: DeskContext,
      filter: ActivityFilter,
      after = null as { at: number; sequence: number } | null,
    ) {
      let plan = ''
      const db = new Proxy(ctx.db, {
        get(target, name) {
          if (name !== 'execute') return Reflect.get(target, name)
          return async (query: ReturnType<typeof sql>) => {
            const { rows } = await target.execute<Record<string, string>>(sql`explain ${query}`)
            plan = rows.map((row) => row['QUERY PLAN']).join('\n')
            return target.execute(query)
          }
        },
      })
      await listActivity({ ...ctx, db }, { filter, after })
      return plan
    }
  })
}
