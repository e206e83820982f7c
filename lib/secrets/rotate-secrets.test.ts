import { getTableColumns, getTableName, is, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { House } from '../access/house'
import { openDeskContext } from '../access/house'
import { noHeads } from '../audit/read-heads'
import { recordAuditEvent } from '../audit/record-audit-event'
import { verifyChains } from '../audit/verify-chain'
import { openConnection } from '../connections/connection-secrets'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import { openSealer } from '../db/open-sealer'
import { connections } from '../db/schema/connections'
import { instructions } from '../db/schema/instructions'
import * as tables from '../db/schema/tables'
import { findAnything } from '../front-desk/find-anything'
import type { Id } from '../ids/ids'
import { answerAad, digitsFingerprint } from '../instructions/record-outcome'
import { connectionsOfToken, rememberToken } from '../lock-server/live-tokens'
import { findSameDigits } from '../passcodes/same-digits'
import { receiveSharedKeys } from '../shared-keys/receive-shared-keys'
import { writeCode, writeDoor } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { hourMs } from '../time/clock'
import { rotateSecrets } from './rotate-secrets'
import { sealedColumns } from './sealed-columns'

const old = 'a secret of tests, thirty-two characters or more'
const fresh = 'another secret of tests, also thirty-two or more'
const last = 'the third secret of tests, thirty-two or more too'

test('every sealed column of the schema is sealed anew, and no other', () => {
  const inSchema = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .flatMap((table) =>
      Object.values(getTableColumns(table as PgTable)).flatMap(({ name }) =>
        name.endsWith('_sealed') ? [`${getTableName(table as PgTable)}.${name}`] : [],
      ),
    )
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(inSchema.toSorted())
})

test('a sealer opens what either key sealed and checks what any of its keys signed', () => {
  const [before, between, after] = [
    createSealer(old),
    createSealer(fresh, { previous: old }),
    createSealer(fresh, { retired: [createSealer(last, { previous: old }).previous!] }),
  ]
  const [sealed, mac] = [before.seal('482917', 'row'), before.mac('line', 'purpose')]
  expect(between.unseal(sealed, 'row')).toBe('482917')
  expect(between.unseal(between.seal('482917', 'row'), 'row')).toBe('482917')
  expect(() => before.unseal(between.seal('482917', 'row'), 'row')).toThrow('not known')
  expect(() => between.unseal(sealed, 'another row')).toThrow()
  // What was retired signs for the past, and opens nothing.
  expect(() => after.unseal(sealed, 'row')).toThrow('not known')
  for (const sealer of [between, after]) {
    expect(sealer.isMacOf(mac, 'line', 'purpose')).toBe(true)
    expect(sealer.isMacOf(mac, 'another line', 'purpose')).toBe(false)
    expect(sealer.isMacOf(`1.${mac.split('.')[1]}`, 'line', 'purpose')).toBe(true)
    expect(sealer.fingerprints('x', 'p')).toContain(before.fingerprint('x', 'p'))
    expect(sealer.fingerprints('x', 'p')[0]).toBe(sealer.fingerprint('x', 'p'))
  }
  expect(createSealer(fresh).isMacOf(mac, 'line', 'purpose')).toBe(false)
})

let desk: TestDesk
describe.each(await homesUnderTest())('a change of SECRETS_KEY on %s', (kind) => {
  afterEach(() => desk.close())

  const db = () => desk.house.home.db
  /** A process with other keys at the same data. */
  const withKeys = async (SECRETS_KEY: string, SECRETS_KEY_PREVIOUS?: string): Promise<House> => ({
    ...desk.house,
    sealer: await openSealer(db(), { SECRETS_KEY, SECRETS_KEY_PREVIOUS }),
  })
  const at = (house: House, role: 'manager' | 'system' | 'lock-server' = 'system') =>
    openDeskContext(
      house,
      role === 'manager' ? desk.as('manager').actor : role === 'system' ? desk.system.actor : { kind: role },
      desk.property,
    )
  const tell = (house: House) =>
    withTransaction(at(house), (tx) =>
      recordAuditEvent(at(house), tx, { event: 'person.signed-in', address: '192.0.2.7' }),
    )
  const faults = async (house: House) =>
    (await verifyChains(db(), house.sealer, noHeads)).flatMap(({ faults }) => faults)

  /** A live code with these digits, sealed and printed by that process. */
  async function code(house: House, lockId: Id<'lock'>) {
    const now = desk.clock.now()
    const id = await writeCode(desk.system, lockId, { startsAt: now - hourMs, endsAt: now + hourMs })
    await db().execute(sql`
      update instructions set answer_print = ${digitsFingerprint(house, lockId, '482917')}, answer_sealed = ''
      where id = (select set_instruction_id from passcodes where id = ${id})`)
    for (const row of await db().select().from(instructions))
      if (row.answerSealed === '')
        await db().execute(
          sql`update instructions set answer_sealed = ${house.sealer.seal('482917', answerAad(row.id))} where id = ${row.id}`,
        )
    return id
  }
  const offered = () => ({
    ownerId: null,
    receiverPhone: null,
    keys: [
      {
        keyCode: 'KEY-7',
        lockName: 'MJ000204',
        roomName: null,
        startsAt: desk.clock.now(),
        endsAt: desk.clock.now() + hourMs,
      },
    ],
  })

  test('everything is found, opened and checked before, while and after it is sealed anew; a kill in the midst does no harm', async () => {
    desk = await openDesk(kind, { emulator: true })
    const { house } = desk
    await db().update(connections).set({ callbackOn: true })
    const lockId = await writeDoor(desk.system, { room: '9204', name: 'MJ009204' })
    const codes = [await code(house, lockId), await code(house, lockId), await code(house, lockId)]
    await tell(house)
    const shared = offered()
    await receiveSharedKeys(at(house, 'lock-server'), shared)
    const [connection] = await db().select().from(connections)
    await rememberToken({ db: db(), sealer: house.sealer }, connection!.id, {
      accessToken: 'token',
      accessLifetimeMs: hourMs,
    })

    const check = async (house: House) => {
      expect(await faults(house)).toEqual([])
      await tell(house)
      expect(await faults(house)).toEqual([])
      const found = await findAnything(at(house, 'manager'), '482917')
      expect(found.filter((row) => row.kind === 'code')).toHaveLength(codes.length)
      expect(await findSameDigits(at(house), codes[0]!, 'handed-out')).toHaveLength(codes.length - 1)
      expect((await receiveSharedKeys(at(house, 'lock-server'), shared)).known).toBe(true)
      expect(await connectionsOfToken({ db: db(), sealer: house.sealer }, 'token')).toEqual([connection!.id])
      const [row] = await db().select().from(connections)
      expect(openConnection(at(house), row!).password).toBe(desk.emulator.password)
    }

    const between = await withKeys(fresh, old)
    await check(between)
    codes.push(await code(between, lockId))
    await check(between)
    // Killed after a few rows: what was sealed anew stays, the rest is opened with the key before.
    const stopped = new AbortController()
    const dying = {
      ...between.sealer,
      seal: (text: string, aad: string) => {
        if (aad.startsWith('connections')) throw new Error('killed')
        return between.sealer.seal(text, aad)
      },
    }
    await expect(rotateSecrets(db(), dying, { now: desk.clock.now(), batch: 2 })).rejects.toThrow('killed')
    await check(between)
    stopped.abort()
    expect(await rotateSecrets(db(), between.sealer, { now: desk.clock.now(), signal: stopped.signal })).toMatchObject({
      complete: false,
    })
    const { unread, complete } = await rotateSecrets(db(), between.sealer, { now: desk.clock.now(), batch: 2 })
    expect([unread, complete]).toEqual([{}, true])
    expect(await rotateSecrets(db(), between.sealer, { now: desk.clock.now() })).toMatchObject({ resealed: 0 })

    const after = await withKeys(fresh)
    await check(after)
    codes.push(await code(after, lockId))
    await check(after)

    // Once more: what the first key signed is still checked by the third.
    const again = await withKeys(last, fresh)
    await rotateSecrets(db(), again.sealer, { now: desk.clock.now() })
    await check(await withKeys(last))
    const stranger = await withKeys('a key that has nothing to do with any of it')
    expect(await faults(stranger)).not.toEqual([])
    expect((await rotateSecrets(db(), stranger.sealer, { now: desk.clock.now() })).unread).toMatchObject({
      'instructions.answer_sealed': codes.length,
      'connections.password_sealed': 1,
    })
  })
})
