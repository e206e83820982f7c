import { inspect } from 'node:util'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDatabaseUnavailable } from '../errors/database-errors'
import { homesUnderTest, openTestHome, type TestHome } from '../testing/open-test-home'
import { beforeCommit, databaseOf, notify, type Transaction, withTransaction } from './database'
import { isUniqueViolation } from './query-errors'
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

  test('takes its last steps once, after all else, with everything that was gathered by whoever joined it', async () => {
    const done: string[] = []
    const key = Symbol.for('keydesk.test-step')
    const step = async (tx: Transaction, items: string[]) => {
      await tx.insert(leases).values(row(items.join()))
      done.push(`step ${items}`)
    }
    await withTransaction(opened.home, async (tx) => {
      beforeCommit(tx, key, 'one', step)
      await withTransaction({ db: tx }, async (inner) => beforeCommit(inner, key, 'two', step))
      done.push('work')
    })
    expect(done).toEqual(['work', 'step one,two'])
    expect(await names()).toEqual(['one,two'])
    await opened.home.db.delete(leases)
  })

  test('a last step that fails takes everything back; one that comes too late is refused', async () => {
    const key = Symbol.for('keydesk.test-step')
    const failing = withTransaction(opened.home, async (tx) => {
      await tx.insert(leases).values(row('kept?'))
      beforeCommit(tx, key, 'x', async () => Promise.reject(new Error('no')))
    })
    await expect(failing).rejects.toThrow('no')
    const late = withTransaction(opened.home, async (tx) =>
      beforeCommit(tx, key, 'x', async () => beforeCommit(tx, key, 'y', async () => {})),
    )
    await expect(late).rejects.toThrow(/over/)
    expect(await names()).toEqual([])
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
