import { randomBytes } from 'node:crypto'
import { type BrowserContext, expect, test } from '@playwright/test'
import { openCallers, type Served } from './fixtures/callers'
import { createOwnDatabase, type OwnDatabase } from './fixtures/on-postgres'
import { says } from './fixtures/programs'

test.describe.configure({ timeout: 120_000 })

const canary = `canary ${randomBytes(12).toString('hex')}`

/** From now on whoever reads the table is answered with an error that carries the canary. */
const plant = (database: OwnDatabase, table: string) =>
  database.query(`
    create or replace function planted() returns boolean language plpgsql as
      $$ begin raise exception '${canary}' using errcode = 'KD001'; end $$;
    alter table ${table} rename to ${table}_before;
    create view ${table} as select * from ${table}_before where planted()`)

async function signedIn(context: BrowserContext, served: Served, who: string): Promise<void> {
  const [name = '', value = ''] = served.callers[who]?.cookies[0]?.split(/=(.*)/s) ?? []
  await context.addCookies([{ name, value, url: served.url }])
}

test('I32: a page that fails shows its request’s id, the log has that id in one line, and nothing says what the error said', async ({
  context,
  page,
}) => {
  const database = await createOwnDatabase()
  const served = await openCallers({ settings: { DATABASE_URL: database.url } })
  try {
    const { slug } = served.own
    await says(served.server, 'Ready in')
    const begun = served.log().length
    const lines = () => served.log().slice(begun).trim().split('\n')
    const told = () => lines().flatMap((line) => (line.includes('"what":"page"') ? [JSON.parse(line)] : []))
    const shown = async () => {
      const said = await page.getByRole('alert').getByText(/req_/).innerText()
      expect(await page.content()).not.toContain(canary)
      return /req_[0-9a-z]{25}/.exec(said)?.[0]
    }
    const expectTold = async (route: string) => {
      const id = await shown()
      await expect
        .poll(() => told().filter(({ requestId }) => requestId === id))
        .toMatchObject([{ level: 50, route, error: expect.any(String), code: 'KD001' }])
    }

    // What Next warns of by itself, before anything of ours is asked.
    await served.act(canary, `/${slug}`, [canary])
    await expect.poll(lines).toContainEqual(expect.stringContaining('a package printed something'))

    // A page by its address and by a link, with its layout whole; then nothing is known of who asks; then nobody asks.
    await signedIn(context, served, 'manager')
    await plant(database, 'passcodes')
    await page.goto(`${served.url}/${slug}/keys?text=Ada`)
    await expectTold('/[property]/keys')
    await page.goto(`${served.url}/${slug}/settings/me`)
    await page.getByRole('link', { name: 'Keys', exact: true }).first().click()
    await expectTold('/[property]/keys')
    await plant(database, 'staff_roles')
    await page.goto(`${served.url}/${slug}/settings/me`)
    await expectTold('/[property]/settings/me')
    await context.clearCookies()
    await plant(database, 'people')
    await page.goto(`${served.url}/setup`)
    await expectTold('/setup')

    await served.server.stop()
    expect(told()).toHaveLength(4)
    expect(lines().map((line) => JSON.parse(line).level)).toEqual(lines().map(() => expect.any(Number)))
    expect(served.log()).not.toContain(canary)
  } finally {
    await served.close()
    await database.drop()
  }
})
