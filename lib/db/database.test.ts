import { inspect } from 'node:util'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { homesUnderTest, openTestHome, type TestHome } from '../testing/open-test-home'
import { databaseOf, notify, withTransaction } from './database'
import { isDatabaseUnavailable, isUniqueViolation } from './query-errors'
import { leases } from './schema/leases'

const row = (name: string) => ({ name, holder: 'h', until: 0 })

describe.each(await homesUnderTest())('a transaction (%s)', (kind) => {
  let opened: TestHome
  beforeAll(async () => {
    opened = await openTestHome(kind)
  })
  afterAll(() => opened.close())
  const names = async () => (await opened.home.db.select().from(leases)).map(({ name }) => name)

  test('leaves nothing behind when it throws, whatever it joined', async () => {
    const failing = withTransaction(opened.home, async (tx) => {
      await tx.insert(leases).values(row('outer'))
      await withTransaction({ db: tx }, (joined) => joined.insert(leases).values(row('inner')))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await names()).toEqual([])
  })

  test('is the same one for all who join it, and knows its database', async () => {
    await withTransaction(opened.home, async (tx) => {
      expect(databaseOf(tx)).toBe(opened.home.db)
      await withTransaction({ db: tx }, async (joined) => expect(joined).toBe(tx))
    })
  })

  test('refuses the database handle beside it at once, where it would wait for itself for ever', async () => {
    const mistaken = withTransaction(opened.home, async () => opened.home.db.select().from(leases))
    await expect(mistaken).rejects.toThrow(/only its own handle/)
    const raw = withTransaction(opened.home, () => opened.home.execute('select 1'))
    await expect(raw).rejects.toThrow(/only its own handle/)
    expect(await names()).toEqual([])
  })

  test('lets work that it started use the database once it is over', async () => {
    let started: Promise<unknown> = Promise.resolve()
    let end = () => {}
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    await withTransaction(opened.home, async () => {
      started = over.then(() => opened.home.db.select().from(leases))
    })
    end()
    expect(await started).toEqual([])
  })

  test('does not count as committed when a statement failed in it, also when that was caught', async () => {
    const swallowed = withTransaction(opened.home, async (tx) => {
      await tx.insert(leases).values(row('kept?'))
      await tx.execute(sql`select 1 / 0`).catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow(/division by zero/)
    expect(await names()).toEqual([])
  })

  test('goes on after a savepoint took the failure back', async () => {
    await withTransaction(opened.home, async (tx) => {
      await tx.insert(leases).values(row('kept'))
      await tx.transaction((inner) => inner.execute(sql`select 1 / 0`)).catch(() => undefined)
    })
    expect(await names()).toEqual(['kept'])
    await opened.home.db.delete(leases)
  })

  test('fails with an error that says which key was there and carries no value', async () => {
    const secret = 'Ms Amelia Secret'
    const twice = withTransaction(opened.home, async (tx) => {
      await tx.insert(leases).values(row(secret))
      await tx.insert(leases).values(row(secret))
    })
    const error = await twice.catch((thrown: unknown) => thrown)
    expect(isUniqueViolation(error, 'leases_pkey')).toBe(true)
    expect(isUniqueViolation(error, 'another')).toBe(false)
    expect(isDatabaseUnavailable(error)).toBe(false)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('Amelia')
  })

  test('tells its listeners when it commits and not otherwise', async () => {
    const heard: string[] = []
    const stop = await opened.home.listen('told', (payload) => heard.push(payload))
    await withTransaction(opened.home, async (tx) => {
      await notify(tx, 'told', 'rolled back')
      throw new Error('no')
    }).catch(() => undefined)
    await withTransaction(opened.home, (tx) => notify(tx, 'told', 'committed'))
    await expect.poll(() => heard).toEqual(['committed'])
    await stop()
    await withTransaction(opened.home, (tx) => notify(tx, 'told', 'unheard'))
    expect(heard).toEqual(['committed'])
  })

  test('refuses a channel that the two homes would not name alike', async () => {
    await expect(opened.home.listen('Told', () => undefined)).rejects.toThrow(TypeError)
    await expect(withTransaction(opened.home, (tx) => notify(tx, 'told you', ''))).rejects.toThrow(TypeError)
  })

  test('of plain SQL that fails is rolled back before anybody else has their turn', async () => {
    const block = "begin; insert into leases values ('block', 'h', now()); select 1 / 0; commit"
    const others = Array.from({ length: 5 }, () => opened.home.execute('select 1 as one'))
    const failing = opened.home.execute(block)
    const after = Array.from({ length: 5 }, () => opened.home.execute('select 1 as one'))
    await expect(failing).rejects.toThrow(/division by zero/)
    for (const other of [...others, ...after]) expect((await other).rows).toEqual([{ one: 1 }])
    expect(await names()).toEqual([])
  })
})
