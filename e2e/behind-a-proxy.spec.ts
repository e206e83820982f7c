import type { Browser, Locator, Page } from '@playwright/test'
import { type Hotel, openHotel, startKeydesk } from './fixtures/hotel'
import { createOwnDatabase, type OwnDatabase } from './fixtures/on-postgres'
import { freePort, type Program } from './fixtures/programs'
import { openRoundRobin, type RoundRobin } from './fixtures/round-robin'
import { expect, patient, test } from './fixtures/test'

/** Two processes of one hotel on PostgreSQL, and a proxy that sends each request to the next of them. */
interface House {
  proxy: RoundRobin
  database: OwnDatabase
  hotel: Hotel
  /** By port. */
  processes: Map<number, Program>
}

async function startOn({ hotel, processes }: House, port: number): Promise<void> {
  processes.set(port, await startKeydesk({ ...hotel.env, PORT: String(port) }))
}

async function openHouse(): Promise<House> {
  const proxy = await openRoundRobin()
  const database = await createOwnDatabase()
  const hotel = await openHotel({ databaseUrl: database.url, frontUrl: proxy.url })
  const house: House = { proxy, database, hotel, processes: new Map([[Number(hotel.env.PORT), hotel.server()]]) }
  await startOn(house, await freePort())
  proxy.sendTo([...house.processes.keys()])
  return house
}

let house: House
test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(180_000)
  house = await openHouse()
})
test.afterAll(async () => {
  await Promise.all([...house.processes.values()].map((program) => program.stop()))
  await house.hotel.close()
  await house.proxy.close()
  await house.database.drop()
})

/** A browser of its own: what a killed process leaves unanswered stands in its console, and is no fault of the page. */
async function signInThroughProxy(browser: Browser): Promise<Page> {
  const page = patient(await (await browser.newContext()).newPage())
  const { hotel } = house
  const { email, password } = hotel.people.manager ?? { email: '', password: '' }
  await page.goto(`${hotel.url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)
  return page
}

async function openUnlock(page: Page, room: string): Promise<Locator> {
  await page.getByRole('button', { name: `Unlock for ${room}`, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Luggage').check()
  await dialog.getByLabel(/I have checked who is asking/).check()
  return dialog
}

const press = (dialog: Locator) => dialog.getByRole('button', { name: 'Unlock', exact: true }).click()

async function requestsFor(room: string): Promise<number> {
  const asked = `/requests?call=remote-unlock&pathIncludes=MJ000${room}`
  return (await house.hotel.control.get<{ requests: unknown[] }>(asked)).requests.length
}

async function expectStillSignedIn(page: Page): Promise<void> {
  await page.reload()
  await expect(page).toHaveURL(`${house.hotel.url}/${house.hotel.slug}`)
  await expect(page.getByRole('button', { name: 'Unlock for 201', exact: true })).toBeVisible()
}

test('the process that holds an unlock in mid-send is killed: the browser is told "no answer", nothing is sent again, nobody is signed out (I1, I3, I17)', async ({
  browser,
}) => {
  const { proxy, hotel, processes } = house
  const [first = 0, second = 0] = processes.keys()
  const page = await signInThroughProxy(browser)
  const dialog = await openUnlock(page, '201')
  await hotel.control.post('/wrong-answers', { kind: 'hang', call: 'remote-unlock' })
  proxy.sendTo([second])
  await press(dialog)
  await expect.poll(() => requestsFor('201')).toBe(1)
  // The press itself was answered: from here on its instruction is followed.
  await expect(dialog.locator('[data-state="sending"]').first()).toBeVisible()
  proxy.sendTo([first, second])
  await processes.get(second)?.kill()
  await expect(dialog.locator('[data-state="no-answer"]').first()).toBeVisible({ timeout: 30_000 })
  await expectStillSignedIn(page)
  await expect(page.getByText(/no answer to an unlock/i)).toBeVisible()
  expect(await requestsFor('201')).toBe(1)
  await page.context().close()
  await hotel.control.post('/wrong-answers/clear')
  await startOn(house, second)
})

test('the process that follows an unlock is killed: the browser is told when the door obeyed, and nothing is sent again (I1, I19)', async ({
  browser,
}) => {
  const { hotel, processes } = house
  const [first = 0] = processes.keys()
  const page = await signInThroughProxy(browser)
  await hotel.control.post('/instructions/next-outcome', { outcome: 'stay-3', kind: 'remote-unlock' })
  const dialog = await openUnlock(page, '202')
  await press(dialog)
  await expect(dialog.locator('[data-state="waiting-push"]').first()).toBeVisible()
  // The older of the two follows: the other came later and found the lease taken.
  await processes.get(first)?.kill()
  await hotel.control.post('/instructions/release', { kind: 'remote-unlock' })
  await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible({ timeout: 25_000 })
  await expectStillSignedIn(page)
  expect(await requestsFor('202')).toBe(1)
  await page.context().close()
  await startOn(house, first)
})

test('a rolling restart while somebody works: every press reaches its door once, and nobody is signed out', async ({
  browser,
}) => {
  const { processes } = house
  const page = await signInThroughProxy(browser)
  const rooms = ['203', '204', '205', '206']
  for (const port of [...processes.keys()]) {
    const [before = '', after = ''] = rooms.splice(0, 2)
    const dialog = await openUnlock(page, before)
    const stopped = processes.get(port)?.stop()
    await press(dialog)
    await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible({ timeout: 30_000 })
    await stopped
    expect(processes.get(port)?.child.exitCode).toBe(0)
    await expectStillSignedIn(page)
    await startOn(house, port)
    const next = await openUnlock(page, after)
    await press(next)
    await expect(next.locator('[data-instruction][data-state="done"]').first()).toBeVisible({ timeout: 30_000 })
    await expectStillSignedIn(page)
    for (const room of [before, after]) expect(await requestsFor(room)).toBe(1)
  }
  await page.context().close()
})
