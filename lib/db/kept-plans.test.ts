import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { homesUnderTest, openTestHome } from '../testing/open-test-home'
import { withTransaction } from './database'

describe.each(await homesUnderTest())('statements sent again and again on %s', (kind) => {
  test('answer as at first, with whatever values, in and outside transactions, around one that fails', async () => {
    const { home, close } = await openTestHome(kind)
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.option(fc.integer({ min: -2e9, max: 2e9 })), fc.string()), { minLength: 6 }),
          async (values) => {
            for (const [number, text] of values) {
              const kept = text.replaceAll('\0', '')
              const ask = (db: typeof home.db) =>
                db.execute(
                  sql`select ${number}::int as number, ${kept}::text as text, ${sql.param([number])}::int[] as list`,
                )
              const outside = await ask(home.db)
              const inside = await withTransaction(home, (tx) => ask(tx as never))
              expect(outside.rows).toEqual([{ number, text: kept, list: [number] }])
              expect(inside.rows).toEqual(outside.rows)
            }
          },
        ),
        { numRuns: 10 },
      )
      const divide = (by: number) => home.db.execute(sql`select 12 / ${by}::int as result`)
      for (const by of [1, 2, 3, 4, 5, 6]) expect((await divide(by)).rows).toEqual([{ result: Math.floor(12 / by) }])
      await expect(divide(0)).rejects.toThrow()
      await expect(withTransaction(home, (tx) => tx.execute(sql`select 12 / ${0}::int as result`))).rejects.toThrow()
      expect((await divide(4)).rows).toEqual([{ result: 3 }])
    } finally {
      await close()
    }
  })

  test('are planned once: what is sent the fifth time has a plan that stays', async () => {
    const { home, close } = await openTestHome(kind)
    try {
      const kept = await withTransaction(home, async (tx) => {
        for (let n = 0; n < 7; n++) await tx.execute(sql`select ${n}::int as once_planned`)
        const { rows } = await tx.execute<{ times: number }>(
          sql`select (generic_plans + custom_plans)::int as times from pg_prepared_statements where statement like '%once_planned%'`,
        )
        return rows
      })
      expect(kept).toEqual([{ times: 3 }])
    } finally {
      await close()
    }
  })

  test('recover from a column of another type: one refusal at most on each connection, then as before', async () => {
    if (kind === 'embedded') return
    const { home, close } = await openTestHome(kind)
    try {
      await home.execute('create table sizes (size integer)')
      // In a transaction: a connection whose statement failed outside of one is given up anyway.
      const ask = () => withTransaction(home, (tx) => tx.execute(sql`select * from sizes where size > ${0}`))
      for (let n = 0; n < 7; n++) await ask()
      await home.execute('alter table sizes alter column size type bigint')
      await expect(ask()).rejects.toThrow('cached plan')
      expect((await ask()).rows).toEqual([])
    } finally {
      await close()
    }
  })

  test('know rows and columns that came later', async () => {
    const { home, close } = await openTestHome(kind)
    try {
      await home.execute('create table things (name text)')
      const ask = () => home.db.execute(sql`select * from things where name > ${''} order by name`)
      for (let n = 0; n < 8; n++) {
        await home.db.execute(sql`insert into things (name) values (${`thing ${n}`})`)
        expect((await ask()).rows).toHaveLength(n + 1)
      }
      await home.execute('create index on things (name)')
      expect((await ask()).rows).toHaveLength(8)
    } finally {
      await close()
    }
  })
})
