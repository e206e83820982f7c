import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { homesUnderTest, openTestHome, type TestHome } from '../testing/open-test-home'
import { migrate, migrationsFolder } from './migrate'

describe.each(await homesUnderTest())('a migration (%s)', (kind) => {
  let opened: TestHome
  let folder: string
  beforeAll(async () => {
    opened = await openTestHome(kind)
  })
  afterAll(() => opened.close())
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-'))
    cpSync(migrationsFolder(), folder, { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function add(tag: string, text: string) {
    const path = join(folder, 'meta/_journal.json')
    const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { idx: number; when: number; tag: string }[] }
    const last = journal.entries.at(-1)!
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag })
    writeFileSync(path, JSON.stringify(journal))
    writeFileSync(join(folder, `${tag}.sql`), text)
  }

  const isThere = async (table: string) => {
    const { rows } = await opened.home.db.execute<{ there: boolean }>(
      sql`select to_regclass(${table}) is not null as there`,
    )
    return rows[0]!.there
  }

  test('that fails half way leaves nothing behind, and runs whole once it is mended', async () => {
    add('9000_half', 'create table first_half (n integer);\n--> statement-breakpoint\nselect 1 / 0;')
    await expect(migrate(opened.home.db, folder)).rejects.toThrow(/division by zero/)
    expect(await isThere('first_half')).toBe(false)

    writeFileSync(join(folder, '9000_half.sql'), 'create table first_half (n integer);')
    expect(await migrate(opened.home.db, folder)).toBe(1)
    expect(await isThere('first_half')).toBe(true)
    expect(await migrate(opened.home.db, folder)).toBe(0)
  })

  test('that this version does not know makes it refuse the data and change nothing', async () => {
    await expect(migrate(opened.home.db)).rejects.toMatchObject({ code: 'data-from-another-version' })
  })

  test('that was changed after it ran makes it refuse the data and change nothing', async () => {
    add('9000_half', 'create table first_half (n bigint);')
    add('9001_more', 'create table more (n integer);')
    await expect(migrate(opened.home.db, folder)).rejects.toMatchObject({ code: 'data-from-another-version' })
    expect(await isThere('more')).toBe(false)
  })
})
