import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, openDeskContext } from '../access/house'
import { roles } from '../access/permissions'
import { listActivity } from '../audit/queries'
import { claimLease } from '../db/leases'
import { isDeskError } from '../errors/desk-error'
import { newId } from '../ids/ids'
import { type Log, silentLog } from '../log/log'
import { openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { abandonKeeperAccounts } from './abandon-keeper-accounts'
import { createKeeperAccount } from './create-keeper-account'
import { eraseKeeperWords } from './erase-keeper-words'
import { listKeeperAccounts } from './list-keeper-accounts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function start(kind: Parameters<typeof openDesk>[0]) {
  const desk = await openDesk(kind, { emulator: true })
  open.push(desk)
  const { control } = desk.emulator
  return { desk, control, calls: () => control.requests.list({ call: 'create-account' }).length }
}

const password = 'canary-pass-7394'
const asked = (change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  username: 'keeper-anna',
  name: 'Anna of the night shift',
  password,
  ...change,
})
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error : null),
  )
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work))?.code ?? null

describe.each(await homesUnderTest())('Lock Keeper accounts on %s', (kind) => {
  test('an account is asked for once however often it is pressed, and the list says who created it (I1, I2)', async () => {
    const { desk, control, calls } = await start(kind)
    const press = asked()
    const [first, second] = await Promise.all([
      createKeeperAccount(desk.as('administrator'), press),
      createKeeperAccount(desk.as('administrator'), press),
    ])
    expect(second).toEqual(first)
    await desk.settled()
    expect(await createKeeperAccount(desk.as('administrator'), press)).toEqual(first)
    await desk.settled()
    expect(calls()).toBe(1)
    expect(control.requests.list({ call: 'create-account' })[0]?.body).toMatchObject({ user_name: 'keeper-anna' })
    expect(await listKeeperAccounts(desk.as('manager'))).toMatchObject([
      {
        ...{ id: first.keeperAccountId, username: 'keeper-anna', name: 'Anna of the night shift', outcome: 'accepted' },
        actorLabel: desk.people.administrator.name,
      },
    ])
    expect(await codeOf(createKeeperAccount(desk.as('administrator'), { ...press, username: 'other' }))).toBe(
      'press-key-reused',
    )
    const { events } = await listActivity(desk.as('manager'), { filter: { group: 'settings' } })
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['keeper-account.asked', 'keeper-account.answered']),
    )
  })

  test('a lost answer is "may exist", and seen once by the Lock Server (I3)', async () => {
    const { desk, control, calls } = await start(kind)
    control.wrongAnswers.order({ kind: 'reset-after', call: 'create-account' })
    await createKeeperAccount(desk.as('administrator'), asked())
    await desk.settled()
    await desk.clock.advance(120_000)
    expect(calls()).toBe(1)
    expect(await listKeeperAccounts(desk.as('administrator'))).toMatchObject([
      { outcome: 'unknown', outcomeReason: 'reset' },
    ])
  })

  test('a refusal keeps the vendor’s words without the password until their time; an expired token refuses and is not replayed (I9)', async () => {
    const { desk, control, calls } = await start(kind)
    const msg = `账号已存在 ${password}`
    control.wrongAnswers.order({ kind: 'ack-nonzero', call: 'create-account', ack: 3, msg })
    await createKeeperAccount(desk.as('administrator'), asked())
    await desk.settled()
    const [refused] = await listKeeperAccounts(desk.as('administrator'))
    expect(refused).toMatchObject({ outcome: 'rejected', vendorMessage: '账号已存在 …', messageErasedAt: null })
    expect(await eraseKeeperWords(desk.system, desk.clock.now() + 1, 500)).toBe(1)
    expect((await listKeeperAccounts(desk.as('administrator')))[0]).toMatchObject({
      ...{ vendorMessage: null, messageErasedAt: expect.any(Number) },
    })
    control.tokens.expire('access')
    await desk.clock.advance(1_000)
    await createKeeperAccount(desk.as('administrator'), asked({ username: 'later' }))
    await desk.settled()
    expect((await listKeeperAccounts(desk.as('administrator')))[0]).toMatchObject({
      ...{ username: 'later', outcome: 'rejected', outcomeReason: 'token' },
    })
    expect(calls()).toBe(2)
  })

  test('I32: the password is in no column of any table and in no line of the log', async () => {
    const { desk } = await start(kind)
    const lines: string[] = []
    const write = (...given: unknown[]) => void lines.push(JSON.stringify(given))
    const log = { ...silentLog, debug: write, info: write, warn: write, error: write } as Log
    log.child = () => log
    await createKeeperAccount({ ...desk.as('administrator'), log }, asked())
    await codeOf(createKeeperAccount({ ...desk.as('administrator'), log }, asked({ username: '1' })))
    await desk.settled()
    const { rows: tables } = await desk.system.db.execute<{ name: string }>(
      sql`select table_schema || '.' || table_name as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) {
      const [schema = '', table = ''] = name.split('.')
      const { rows } = await desk.system.db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(schema)}.${sql.identifier(table)} t where t::text like ${`%${password}%`}`,
      )
      expect([name, rows[0]?.n]).toEqual([name, 0])
    }
    expect(lines.join('\n')).not.toContain(password)
  })

  test('I17: a process that dies between intent and outcome leaves "may exist"; while it lives, nothing is decided', async () => {
    const { desk, calls } = await start(kind)
    const dead = createHouse({ ...desk.house })
    dead.background.run = () => undefined
    await createKeeperAccount(openDeskContext(dead, desk.as('administrator').actor, desk.property), asked())
    await claimLease(desk.system.db, `process:${dead.processId}`, dead.processId, 60_000)
    expect(await abandonKeeperAccounts(desk.outside('system'))).toBe(0)
    expect(await listKeeperAccounts(desk.as('administrator'))).toMatchObject([{ outcome: null }])
    await desk.system.db.execute(sql`delete from leases`)
    expect(await abandonKeeperAccounts(desk.outside('system'))).toBe(1)
    expect(await listKeeperAccounts(desk.as('administrator'))).toMatchObject([
      { outcome: 'unknown', outcomeReason: 'process-died' },
    ])
    expect(await abandonKeeperAccounts(desk.outside('system'))).toBe(0)
    expect(calls()).toBe(0)
  })

  test('without a Lock Server nothing is sent and that is said; too many in a minute are refused', async () => {
    const { desk, calls } = await start(kind)
    await createKeeperAccount(desk.elsewhere('administrator'), asked())
    await desk.settled()
    expect(await listKeeperAccounts(desk.elsewhere('administrator'))).toMatchObject([
      { outcome: 'not-sent', outcomeReason: 'connection-missing' },
    ])
    expect(await listKeeperAccounts(desk.as('administrator'))).toEqual([])
    for (let n = 0; n < 10; n += 1)
      await createKeeperAccount(desk.as('administrator'), asked({ username: `keeper${n}` }))
    expect(await codeOf(createKeeperAccount(desk.as('administrator'), asked()))).toBe('too-many-requests')
    await desk.settled()
    expect(calls()).toBe(10)
  })

  test('who may: administrators alone, signed in again; managers see; names and passwords as 2.5.1 wants them', async () => {
    const { desk, calls } = await start(kind)
    for (const role of roles) {
      const may = role === 'administrator'
      expect([role, await codeOf(createKeeperAccount(desk.as(role), asked({ username: `k-${role}` })))]).toEqual([
        role,
        may ? null : 'not-allowed',
      ])
      const sees = role === 'administrator' || role === 'manager'
      expect([role, await codeOf(listKeeperAccounts(desk.as(role)))]).toEqual([role, sees ? null : 'not-allowed'])
    }
    const stale = desk.as('administrator', { provedMsAgo: 301_000 })
    expect(await codeOf(createKeeperAccount(stale, asked()))).toBe('sign-in-again')
    for (const [change, field] of [
      [{ username: '1anna' }, 'username'],
      [{ username: 'an na' }, 'username'],
      [{ username: 'änna' }, 'username'],
      [{ username: 'a'.repeat(65) }, 'username'],
      [{ name: ' ' }, 'name'],
      [{ password: 'short' }, 'password'],
      [{ password: 'x'.repeat(129) }, 'password'],
    ] as const) {
      const refusal = await refusalOf(createKeeperAccount(desk.as('administrator'), asked(change)))
      expect([refusal?.code, Object.keys(refusal?.fields ?? {})]).toEqual(['invalid-input', [field]])
    }
    await desk.settled()
    expect(calls()).toBe(1)
  })
})
