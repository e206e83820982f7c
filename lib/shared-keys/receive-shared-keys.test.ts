import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ContextProperty, DeskContext, HouseContext } from '../access/context'
import { openDeskContext, openHouseContext } from '../access/house'
import { newCallbackPart } from '../connections/connection-secrets'
import { auditEvents } from '../db/schema/audit'
import { connections } from '../db/schema/connections'
import { lockServerTokens } from '../db/schema/lock-server'
import { locks } from '../db/schema/locks'
import { sharedKeys } from '../db/schema/shared-keys'
import { newId } from '../ids/ids'
import { createProperty } from '../properties/create-property'
import { auditCounts } from '../testing/audit-counts'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs } from '../time/clock'
import type { OfferedKey } from './contract'
import { noteSharedKey } from './note-shared-key'
import { getSharedKey, listSharedKeys } from './queries'
import { receiveSharedKeys } from './receive-shared-keys'
import { recogniseSender } from './recognise-sender'
import { tellRefusedCall } from './tell-refused-call'

for (const kind of await homesUnderTest()) {
  describe(`on the ${kind} home`, () => {
    let desk: TestDesk
    beforeAll(async () => {
      desk = await openDesk(kind)
    })
    afterAll(() => desk.close())

    type Switches = Partial<typeof connections.$inferInsert>

    /** A property of its own with two doors and a live token `token-<slug>`. */
    async function openHotel(switches: Switches = {}) {
      const property = await createProperty(desk.outside('system'), {
        name: 'Hotel Sharing',
        timeZone: 'Europe/Berlin',
      })
      const { db } = desk.house.home
      const id = newId('connection')
      const sealedPart = newCallbackPart(desk.house.sealer, id)
      await db.insert(connections).values({
        id,
        propertyId: property.id,
        baseUrl: 'http://127.0.0.1:1',
        prefix: '',
        pathStyle: 'documented',
        username: 'u',
        passwordSealed: '',
        deviceMac: 'm',
        trust: 'system-ca',
        callbackOn: true,
        ...sealedPart,
        changedAt: desk.clock.now(),
        ...switches,
      })
      const door = (name: string, room: string, goneAt: number | null = null) =>
        ({ id: newId('lock'), propertyId: property.id, name, room, sortKey: room, goneAt, createdAt: 0 }) as const
      await db.insert(locks).values([door('MJ204', '204'), door('MJ205', '205'), door('MJ999', '999', 1)])
      const token = `token-${property.slug}`
      await giveToken(id, token)
      const part = desk.house.sealer.unseal(sealedPart.callbackPartSealed, `connections:${id}:callback-part`)
      return { property, connectionId: id, token, part, ctx: () => lockServer(property) }
    }

    const giveToken = (connectionId: typeof connections.$inferSelect.id, token: string, livesMs = 60_000) =>
      desk.house.home.db.insert(lockServerTokens).values({
        connectionId,
        fingerprint: desk.house.sealer.fingerprint(token, 'lock-server-access-token'),
        expiresAt: Date.now() + livesMs,
      })

    const lockServer = (property: ContextProperty): DeskContext =>
      openDeskContext(desk.house, { kind: 'lock-server' }, property)
    const stranger = (): HouseContext => openHouseContext(desk.house, { kind: 'visitor', address: '192.0.2.9' })

    const key = (change: Partial<OfferedKey> = {}): OfferedKey => ({
      keyCode: newId('request'),
      lockName: 'MJ204',
      roomName: 'Zimmer 204',
      startsAt: desk.clock.now(),
      endsAt: desk.clock.now() + dayMs,
      ...change,
    })
    const call = (...keys: OfferedKey[]) => ({ ownerId: 'hotel-1', receiverPhone: '13800000000', keys })
    const rowsOf = ({ property }: { property: ContextProperty }) =>
      desk.house.home.db.select().from(sharedKeys).where(eq(sharedKeys.propertyId, property.id))
    const eventsOf = (property: ContextProperty, event: string) =>
      desk.house.home.db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.propertyId, property.id), eq(auditEvents.event, event)))

    test('a new property refuses every key, and keeps it and the refusal on record', async () => {
      const hotel = await openHotel()
      const answer = await receiveSharedKeys(hotel.ctx(), call(key()))
      expect(answer).toEqual({ decision: 'refused', known: false })
      expect(await rowsOf(hotel)).toMatchObject([
        { decision: 'refused', decisionReason: 'everything-refused', deliveries: 1 },
      ])
      expect(await eventsOf(hotel.property, 'shared-key.received')).toMatchObject([
        { actorKind: 'lock-server', doorLabel: '204', details: { decision: 'refused', because: 'everything-refused' } },
      ])
    })

    test('the key code is sealed for its own row and stands nowhere else (I32)', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept-known' })
      const keyCode = 'a-secret-key-code-0123456789'
      await receiveSharedKeys(hotel.ctx(), call(key({ keyCode })))
      const [row] = await rowsOf(hotel)
      expect(desk.house.sealer.unseal(row!.keyCodeSealed!, `shared_keys:${row!.id}:key-code`)).toBe(keyCode)
      const events = await eventsOf(hotel.property, 'shared-key.received')
      const manager = { ...desk.as('manager'), property: hotel.property }
      const seen = await listSharedKeys(manager)
      expect(JSON.stringify([row, events, seen])).not.toContain(keyCode)
    })

    test('several locks in one call are approved together', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept-known' })
      const answer = await receiveSharedKeys(hotel.ctx(), call(key(), key({ lockName: 'MJ205' })))
      expect(answer.decision).toBe('accepted')
      expect((await rowsOf(hotel)).map(({ decisionReason }) => decisionReason)).toEqual(['known-door', 'known-door'])
    })

    test.each([
      ['unknown', 'MJ777', 'unknown-door'],
      ['vanished', 'MJ999', 'door-gone'],
      ['hostile', `../../etc<script>'";drop table locks`, 'unknown-door'],
    ])('one %s lock refuses the whole call, each key with its own reason', async (_, lockName, reason) => {
      const hotel = await openHotel({ callbackPolicy: 'accept-known' })
      const answer = await receiveSharedKeys(hotel.ctx(), call(key(), key({ lockName })))
      expect(answer.decision).toBe('refused')
      const rows = await rowsOf(hotel)
      expect(new Map(rows.map((row) => [row.lockName, row.decisionReason]))).toEqual(
        new Map([
          ['MJ204', 'with-a-refused-one'],
          [lockName, reason],
        ]),
      )
    })

    test('the same call a hundred times at once is one row per key and the same answer (I14)', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept-known' })
      const offered = call(key(), key({ lockName: 'MJ205' }))
      const answers = await Promise.all(Array.from({ length: 100 }, () => receiveSharedKeys(hotel.ctx(), offered)))
      expect(new Set(answers.map(({ decision }) => decision))).toEqual(new Set(['accepted']))
      expect(answers.filter(({ known }) => !known)).toHaveLength(1)
      expect((await rowsOf(hotel)).map(({ deliveries }) => deliveries)).toEqual([100, 100])
      expect(await eventsOf(hotel.property, 'shared-key.received')).toHaveLength(2)
    })

    test('a repeated delivery gets the first answer, whatever the policy has become', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept' })
      const accepted = call(key())
      await receiveSharedKeys(hotel.ctx(), accepted)
      const change = (callbackPolicy: string) =>
        desk.house.home.db.update(connections).set({ callbackPolicy }).where(eq(connections.id, hotel.connectionId))
      await change('refuse')
      expect(await receiveSharedKeys(hotel.ctx(), accepted)).toEqual({ decision: 'accepted', known: true })
      const refused = call(key())
      await receiveSharedKeys(hotel.ctx(), refused)
      await change('accept')
      expect(await receiveSharedKeys(hotel.ctx(), refused)).toEqual({ decision: 'refused', known: true })
      const mixed = call(...refused.keys, key())
      expect((await receiveSharedKeys(hotel.ctx(), mixed)).decision).toBe('refused')
    })

    test('another lock or another window is another delivery, the same twice in one call is one', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept' })
      const first = key()
      await receiveSharedKeys(hotel.ctx(), call(first, first))
      await receiveSharedKeys(hotel.ctx(), call({ ...first, lockName: 'MJ205' }))
      await receiveSharedKeys(hotel.ctx(), call({ ...first, endsAt: first.endsAt + 1 }))
      expect((await rowsOf(hotel)).map(({ deliveries }) => deliveries)).toEqual([1, 1, 1])
    })

    test('after 600 new calls within a minute new ones are refused, known ones are not (I15)', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept' })
      const first = call(key())
      await receiveSharedKeys(hotel.ctx(), first)
      const [row] = await rowsOf(hotel)
      const copies = Array.from({ length: 599 }, (_, n) => {
        const id = newId('sharedKey')
        return { ...row!, id, callId: id, deliveryPrint: `copy ${n}` }
      })
      await desk.house.home.db.insert(sharedKeys).values(copies)
      await expect(receiveSharedKeys(hotel.ctx(), call(key()))).rejects.toMatchObject({ code: 'too-many-tries' })
      expect((await receiveSharedKeys(hotel.ctx(), first)).known).toBe(true)
      expect(await rowsOf(hotel)).toHaveLength(600)
      await desk.clock.advance(60_000)
      expect((await receiveSharedKeys(hotel.ctx(), call(key()))).decision).toBe('accepted')
    })

    test('while it is switched off nothing is kept', async () => {
      const hotel = await openHotel({ callbackOn: false, callbackPolicy: 'accept' })
      await expect(receiveSharedKeys(hotel.ctx(), call(key()))).rejects.toMatchObject({ code: 'not-found' })
      expect(await rowsOf(hotel)).toEqual([])
    })

    test('nobody but the Lock Server brings keys', async () => {
      const hotel = await openHotel({ callbackPolicy: 'accept' })
      const manager = { ...desk.as('manager'), property: hotel.property }
      await expect(receiveSharedKeys(manager, call(key()))).rejects.toMatchObject({ code: 'not-allowed' })
    })

    describe('who calls (R17)', () => {
      const nowhere = { slug: null, part: null }

      test('a live token of ours says whose it is, at our path and at the bare ones; an older one too', async () => {
        const hotel = await openHotel()
        await giveToken(hotel.connectionId, `older-${hotel.token}`)
        for (const token of [hotel.token, `older-${hotel.token}`]) {
          for (const place of [nowhere, { slug: hotel.property.slug, part: null }]) {
            expect(await recogniseSender(stranger(), place, token)).toMatchObject({
              property: { id: hotel.property.id },
            })
          }
        }
      })

      test('a wrong, expired or missing token, or one of another property, lets nobody in', async () => {
        const hotel = await openHotel()
        const other = await openHotel()
        await giveToken(hotel.connectionId, `expired-${hotel.token}`, -1_000)
        const place = { slug: hotel.property.slug, part: null }
        for (const token of ['', 'wrong', `expired-${hotel.token}`, other.token, null]) {
          expect(await recogniseSender(stranger(), place, token)).toMatchObject({ refusal: 'unauthenticated' })
        }
        expect(await recogniseSender(stranger(), { slug: 'no-such', part: null }, hotel.token)).toMatchObject({
          refusal: 'unauthenticated',
        })
      })

      test('a token that two properties hold decides nothing at a bare path, and one at the path that names it', async () => {
        const hotel = await openHotel()
        const twin = await openHotel()
        await giveToken(twin.connectionId, hotel.token)
        expect(await recogniseSender(stranger(), nowhere, hotel.token)).toMatchObject({ refusal: 'unauthenticated' })
        const named = await recogniseSender(stranger(), { slug: twin.property.slug, part: null }, hotel.token)
        expect(named).toMatchObject({ property: { id: twin.property.id } })
      })

      test('without a bearer the unguessable part counts only where it was switched on, and only below its own slug', async () => {
        const byPart = await openHotel({ callbackSender: 'path' })
        const { slug } = byPart.property
        const place = { slug, part: byPart.part }
        expect(await recogniseSender(stranger(), place, null)).toMatchObject({ property: { slug } })
        // Whoever sends a bearer is judged by it.
        expect(await recogniseSender(stranger(), place, 'wrong')).toMatchObject({ refusal: 'unauthenticated' })
        const byBearer = await openHotel({ callbackSender: 'bearer' })
        for (const wrong of [
          { slug, part: null },
          { slug, part: `${byPart.part}x` },
          { slug: null, part: byPart.part },
          { slug: byBearer.property.slug, part: byPart.part },
          { slug: byBearer.property.slug, part: byBearer.part },
        ]) {
          expect(await recogniseSender(stranger(), wrong, null)).toMatchObject({ refusal: 'unauthenticated' })
        }
      })

      test('switched off, a right token is refused like a wrong one, and only its property learns of it', async () => {
        const hotel = await openHotel({ callbackOn: false })
        expect(await recogniseSender(stranger(), nowhere, hotel.token)).toEqual({
          property: null,
          refusal: 'switched-off',
          propertyId: hotel.property.id,
        })
      })
    })

    test('a flood of refused calls is one row of the activity per kind and minute, with their number (I15)', async () => {
      const hotel = await openHotel()
      let writers = 0
      const { background } = desk.house
      const run = (name: string, work: () => Promise<void>) => {
        writers += 1
        background.run(name, work)
      }
      const flooded = { ...stranger(), background: { ...background, run } }
      for (let n = 0; n < 250; n++)
        tellRefusedCall(flooded, { refusal: 'malformed', propertyId: hotel.property.id, address: '192.0.2.9' })
      expect(writers).toBe(1)
      tellRefusedCall(stranger(), { refusal: 'too-large', propertyId: hotel.property.id, address: '192.0.2.9' })
      await desk.settled()
      await desk.clock.advance(60_000)
      tellRefusedCall(stranger(), { refusal: 'malformed', propertyId: hotel.property.id, address: '192.0.2.9' })
      await desk.settled()
      const rows = await eventsOf(hotel.property, 'callback.refused')
      const counts = await auditCounts(desk.house.home.db)
      expect(rows.map(({ id, reason }) => [reason, counts.get(id)]).sort()).toEqual([
        ['malformed', 1],
        ['malformed', 250],
        ['too-large', 1],
      ])
    })

    describe('what the desk sees', () => {
      const at = (property: ContextProperty, role: Parameters<TestDesk['as']>[0]): DeskContext => ({
        ...desk.as(role),
        property,
      })

      test('pages follow each other without a gap or a repeat, newest first, also within one moment', async () => {
        const hotel = await openHotel({ callbackPolicy: 'accept' })
        await receiveSharedKeys(hotel.ctx(), call(...Array.from({ length: 7 }, () => key())))
        await desk.clock.advance(1)
        await receiveSharedKeys(hotel.ctx(), call(key({ lockName: 'MJ205' })))
        const seen: string[] = []
        let after = null
        do {
          const page = await listSharedKeys(at(hotel.property, 'front-desk'), { after, limit: 3 })
          seen.push(...page.keys.map(({ id }) => id))
          after = page.next
        } while (after !== null)
        expect(seen).toHaveLength(8)
        expect(new Set(seen).size).toBe(8)
        const [first] = (await listSharedKeys(at(hotel.property, 'front-desk'))).keys
        expect(first).toMatchObject({ doorLabel: '205', lockName: 'MJ205', receiver: '••• 000', decision: 'accepted' })
      })

      test('an unknown door shows the name that came; a log reader sees neither whom a key is for nor the note', async () => {
        const hotel = await openHotel({ callbackPolicy: 'accept' })
        await receiveSharedKeys(hotel.ctx(), call(key({ lockName: 'MJ777' })))
        const [seen] = (await listSharedKeys(at(hotel.property, 'manager'))).keys
        expect(seen).toMatchObject({ doorLabel: null, lockName: 'MJ777', roomName: 'Zimmer 204', ownerId: 'hotel-1' })
        await noteSharedKey(at(hotel.property, 'front-desk'), { id: seen!.id, note: ' Called Mrs Li ' })
        const reader = await getSharedKey(at(hotel.property, 'auditor'), seen!.id)
        expect(reader.key).toMatchObject({ ownerId: null, note: null, receiver: '••• 000' })
        const manager = await getSharedKey(at(hotel.property, 'manager'), seen!.id)
        expect(manager.key.note).toBe('Called Mrs Li')
      })

      test('a key shows the others of its call and no more', async () => {
        const hotel = await openHotel({ callbackPolicy: 'accept' })
        await receiveSharedKeys(hotel.ctx(), call(key(), key({ lockName: 'MJ205' })))
        await receiveSharedKeys(hotel.ctx(), call(key()))
        const { keys } = await listSharedKeys(at(hotel.property, 'manager'))
        const withOther = keys.find(({ lockName }) => lockName === 'MJ205')!
        const { together } = await getSharedKey(at(hotel.property, 'manager'), withOther.id)
        expect(together).toMatchObject([{ lockName: 'MJ204', callId: withOther.callId }])
      })

      test('a note is on record without its words, and an empty one takes it away (I32)', async () => {
        const hotel = await openHotel()
        await receiveSharedKeys(hotel.ctx(), call(key()))
        const [seen] = (await listSharedKeys(at(hotel.property, 'front-desk'))).keys
        await noteSharedKey(at(hotel.property, 'front-desk'), { id: seen!.id, note: 'for Mrs Li' })
        const removed = await noteSharedKey(at(hotel.property, 'manager'), { id: seen!.id, note: '  ' })
        expect(removed).toEqual({ note: null, changed: true })
        const again = await noteSharedKey(at(hotel.property, 'manager'), { id: seen!.id, note: '' })
        expect(again).toEqual({ note: null, changed: false })
        const events = await eventsOf(hotel.property, 'shared-key.noted')
        expect(events.map(({ doorLabel }) => doorLabel)).toEqual(['204', '204'])
        expect(JSON.stringify(events)).not.toContain('Mrs Li')
      })

      test('another property finds nothing, and roles without the right are refused (I29)', async () => {
        const hotel = await openHotel()
        await receiveSharedKeys(hotel.ctx(), call(key()))
        const [seen] = (await listSharedKeys(at(hotel.property, 'manager'))).keys
        const elsewhere = desk.elsewhere('manager')
        expect((await listSharedKeys(elsewhere)).keys).toEqual([])
        await expect(getSharedKey(elsewhere, seen!.id)).rejects.toMatchObject({ code: 'not-found' })
        await expect(noteSharedKey(elsewhere, { id: seen!.id, note: 'x' })).rejects.toMatchObject({ code: 'not-found' })
        for (const role of ['housekeeping', 'maintenance', 'administrator'] as const)
          await expect(listSharedKeys(at(hotel.property, role))).rejects.toMatchObject({ code: 'not-allowed' })
        await expect(noteSharedKey(at(hotel.property, 'auditor'), { id: seen!.id, note: 'x' })).rejects.toMatchObject({
          code: 'not-allowed',
        })
      })
    })
  })
}
