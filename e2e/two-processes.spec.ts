import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { openHotel } from './fixtures/hotel'
import { expect, test } from './fixtures/test'

const server = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

async function asAdministrator(statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

test('two processes share one PostgreSQL: the one that tracks is killed, the other tells the browser the truth (I19)', async ({
  page,
}) => {
  test.setTimeout(180_000)
  const name = `keydesk_e2e_${process.pid}_${randomBytes(4).toString('hex')}`
  await asAdministrator(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const hotel = await openHotel({ databaseUrl: url.href })
  try {
    const second = await hotel.startAnother()
    await hotel.control.post('/instructions/next-outcome', { outcome: 'stay-3', kind: 'remote-unlock' })
    const { email, password } = hotel.people.manager ?? { email: '', password: '' }
    await page.goto(`${second}/sign-in`)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${second}/${hotel.slug}`)
    await page.getByRole('button', { name: /^Unlock for 203$/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Luggage').check()
    await dialog.getByLabel(/I have checked who is asking/).check()
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click()
    // Only the first process tracks; that the second's browser sees it waiting proves the way between them.
    await expect(dialog.locator('[data-state="waiting-push"], [data-state="waiting-door"]').first()).toBeVisible()
    await hotel.server().kill()
    await hotel.control.post('/instructions/release', { kind: 'remote-unlock' })
    await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible({ timeout: 25_000 })
    const { requests } = await hotel.control.get<{ requests: unknown[] }>('/requests?call=remote-unlock')
    expect(requests).toHaveLength(1)
  } finally {
    await page.goto('about:blank')
    await hotel.close()
    await asAdministrator(`drop database ${name} with (force)`)
  }
})
