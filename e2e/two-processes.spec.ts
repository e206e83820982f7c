import type { Page } from '@playwright/test'
import { type Hotel, openHotel } from './fixtures/hotel'
import { createOwnDatabase, type OwnDatabase } from './fixtures/on-postgres'
import { expect, test } from './fixtures/test'

/** A hotel on a PostgreSQL database of its own, which goes with it. */
async function onPostgres(page: Page, run: (hotel: Hotel, database: OwnDatabase) => Promise<void>): Promise<void> {
  const database = await createOwnDatabase()
  const hotel = await openHotel({ databaseUrl: database.url })
  try {
    await run(hotel, database)
  } finally {
    await page.goto('about:blank')
    await hotel.close()
    await database.drop()
  }
}

/** Signs in at that address and unlocks 203, whose gateway keeps the order until it is released. */
async function unlockHeld(page: Page, hotel: Hotel, address: string) {
  await hotel.control.post('/instructions/next-outcome', { outcome: 'stay-3', kind: 'remote-unlock' })
  const { email, password } = hotel.people.manager ?? { email: '', password: '' }
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${address}/${hotel.slug}`)
  await page.getByRole('button', { name: /^Unlock for 203$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Luggage').check()
  await dialog.getByLabel(/I have checked who is asking/).check()
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(dialog.locator('[data-state="waiting-push"], [data-state="waiting-door"]').first()).toBeVisible()
  return dialog
}

async function expectOneRequest(hotel: Hotel): Promise<void> {
  const { requests } = await hotel.control.get<{ requests: unknown[] }>('/requests?call=remote-unlock')
  expect(requests).toHaveLength(1)
}

test('two processes share one PostgreSQL: the one that tracks is killed, the other tells the browser the truth (I19)', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await onPostgres(page, async (hotel) => {
    const second = await hotel.startAnother()
    // Only the first process tracks; that the second's browser sees it waiting proves the way between them.
    const dialog = await unlockHeld(page, hotel, second)
    await hotel.server().kill()
    await hotel.control.post('/instructions/release', { kind: 'remote-unlock' })
    await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible({ timeout: 25_000 })
    await expectOneRequest(hotel)
  })
})

test('a worker alone goes on with what a killed server had begun, and stops in order (I19)', async ({ page }) => {
  test.setTimeout(180_000)
  await onPostgres(page, async (hotel, database) => {
    await unlockHeld(page, hotel, hotel.url)
    const worker = await hotel.startWorker()
    // Nobody looks any more: only the worker is left to go on.
    await page.goto('about:blank')
    await hotel.server().kill()
    await hotel.control.post('/instructions/release', { kind: 'remote-unlock' })
    await expect
      .poll(() => database.query(`select outcome, status from instructions where kind = 'unlock'`), {
        timeout: 25_000,
      })
      .toEqual([{ outcome: 'accepted', status: 1 }])
    await expectOneRequest(hotel)
    await worker.stop()
    expect(worker.child.exitCode).toBe(0)
    expect(await database.query(`select name from leases where name like 'track%' or name like 'sampler%'`)).toEqual([])
  })
})
