import type { Locator, Page } from '@playwright/test'
import { issueAndOpen, typeDays } from './fixtures/codes'
import type { Hotel } from './fixtures/hotel'
import { expect, test } from './fixtures/test'

/** From the table of all locks to the page of one. */
async function openLock(page: Page, hotel: Hotel, label: string): Promise<void> {
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await page.getByRole('searchbox', { name: 'Filter locks' }).fill(label)
  await page.getByRole('table', { name: 'Locks' }).getByRole('link', { name: label, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: label, exact: true })).toBeVisible()
}

/** Says what happened to the lock and reads what that means. */
async function recordChange(page: Page, what: string, more?: () => Promise<void>) {
  await page.getByRole('button', { name: 'Lock was changed…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(what).check()
  await more?.()
  await dialog.getByRole('button', { name: 'Record it' }).click()
  const recorded = page.getByRole('dialog', { name: 'Recorded' })
  await expect(recorded).toBeVisible()
  return recorded
}

/** Reloads until it is there: the Lock Server's list is asked for once a minute. */
async function expectListed(page: Page, address: string, wanted: Locator): Promise<void> {
  await page.goto(address)
  await expect(async () => {
    await page.reload()
    await expect(wanted).toBeVisible({ timeout: 2_000 })
  }).toPass({ timeout: 90_000 })
}

// Ordered first, so that the list has been asked for by the time it is needed.
test.beforeAll(async ({ hotel }) => {
  const known = await hotel.control.get<{ locks: { name: string }[] }>('/locks')
  if (known.locks.some(({ name }) => name === 'MJ000990')) return
  await hotel.control.post('/locks', { name: 'MJ000990', heardBy: { GW000002: -60 } })
  await hotel.control.post('/locks', { name: 'MJ000991', roomName: '413', heardBy: { GW000004: -60 } })
})

test('room and name are edited on the lock’s page; what was issued before keeps the name of its time', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  const clerk = await openAs('clerk')
  await issueAndOpen(clerk, '110', 'Ada Byron')
  await signIn(page, 'admin')
  await openLock(page, hotel, '110')
  await page.getByRole('button', { name: 'Room and name' }).click()
  const dialog = page.getByRole('dialog', { name: 'Room and name of MJ000110' })
  await dialog.getByLabel('Room', { exact: true }).fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Room', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Room', { exact: true }).fill('110 Garden')
  await dialog.getByLabel('Floor').fill('G')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.').first()).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: '110 Garden' })).toBeVisible()
  await expect(page.getByText('Lock MJ000110 · Floor G')).toBeVisible()
  await clerk.goto(`${hotel.url}/${hotel.slug}`)
  await expect(clerk.getByRole('button', { name: 'Issue code for 110 Garden' })).toBeVisible()
  await clerk.goto(`${hotel.url}/${hotel.slug}/activity`)
  const issued = clerk.getByRole('row').filter({ hasText: /code/i }).filter({ hasText: '110' }).first()
  await expect(issued).toBeVisible()
  await expect(issued).not.toContainText('Garden')
})

test('Refresh now asks the Lock Server once, for everybody who presses at the time', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await signIn(page, 'clerk')
  await openLock(page, hotel, '111')
  const other = await openAs('manager')
  await other.goto(page.url())
  await hotel.control.patch('/locks/MJ000111', { heardBy: { GW000004: -62 } })
  const refresh = (one: Page) => one.getByRole('button', { name: 'Refresh now' }).click()
  await Promise.all([refresh(page), refresh(other)])
  for (const one of [page, other]) {
    await expect(one.getByText('Asked the Lock Server just now.').first()).toBeVisible()
    await expect(one.getByRole('table', { name: 'Gateways that hear this lock' })).toContainText('GW000004')
  }
  // The Lock Server that does not answer: what was known stays, and says so.
  await hotel.control.post('/wrong-answers', { kind: 'status-500-html', call: 'lock-status', times: 3 })
  await page.getByRole('button', { name: 'Refresh now' }).click()
  await expect(page.getByRole('table', { name: 'Gateways that hear this lock' })).toContainText('GW000004')
  await hotel.control.post('/wrong-answers/clear')
})

test('Reset says which codes are gone and whose have to be set up again, and the codes say so too (rule 10)', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'manager')
  await issueAndOpen(page, '112', 'Mary Shelley')
  const code = page.url()
  await openLock(page, hotel, '112')
  const recorded = await recordChange(page, 'Reset: the same lock, wiped')
  await expect(recorded.getByRole('region', { name: /^1 code or .*gone/ })).toBeVisible()
  const guests = recorded.getByRole('region', { name: /^1 guest/ })
  await expect(guests).toContainText('Mary Shelley')
  await guests.getByRole('button', { name: /^Issue code/ }).click()
  const again = page.getByRole('dialog', { name: 'Issue code for 112' })
  await expect(again.getByLabel('For', { exact: true })).toHaveValue('Mary Shelley')
  await again.getByRole('button', { name: 'Cancel', exact: true }).click()
  await recorded.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText('No code or mobile key is known here.')).toBeVisible()
  await page.goto(code)
  await expect(page.getByText('Gone with the lock').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Extend', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Show', exact: true })).toHaveCount(0)
})

test('Moved takes the codes along: they open the new door, and the guest needs a new one (rule 10)', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'manager')
  const digits = await issueAndOpen(page, '211', 'Grace Hopper', (form) => typeDays(form, 'Until', '+2'))
  const code = page.url()
  await openLock(page, hotel, '211')
  const recorded = await recordChange(page, 'Moved: this lock hangs on another door', async () => {
    await page.getByRole('dialog').getByLabel('Room', { exact: true }).fill('511')
  })
  await expect(recorded.getByRole('region', { name: /^1 code or .*travelled/ })).toBeVisible()
  await expect(recorded.getByRole('region', { name: /^1 guest/ })).toContainText('Grace Hopper')
  await recorded.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('heading', { level: 1, name: '511' })).toBeVisible()
  await page.goto(code)
  await expect(page.getByText(/Works now, until/).first()).toBeVisible()
  const tried = await hotel.control.post<{ opened: boolean }>('/locks/MJ000211/type-code', { code: digits })
  expect(tried.opened).toBe(true)
})

test('Replaced gives the door to the lock that hangs there now; the old one’s codes are gone (rule 10)', async ({
  page,
  hotel,
  signIn,
}) => {
  test.setTimeout(150_000)
  await signIn(page, 'manager')
  await expectListed(page, `${hotel.url}/${hotel.slug}/locks`, page.getByRole('link', { name: 'MJ000990' }))
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await issueAndOpen(page, '212', 'Ada Byron')
  const code = page.url()
  await openLock(page, hotel, '212')
  const recorded = await recordChange(page, 'Replaced: another lock hangs on this door', async () => {
    await page.getByLabel('The lock that hangs there now').selectOption({ label: 'MJ000990' })
  })
  await expect(recorded.getByRole('region', { name: /^1 code or .*gone/ })).toBeVisible()
  await expect(recorded.getByRole('region', { name: /^1 guest/ })).toContainText('Ada Byron')
  await recorded.getByRole('button', { name: 'Close' }).last().click()
  await page.goto(code)
  await expect(page.getByText('Gone with the lock').first()).toBeVisible()
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await issueAndOpen(page, '212', 'Ada Byron')
  const lock = await hotel.control.get<{ codes: unknown[] }>('/locks/MJ000990')
  expect(lock.codes).toHaveLength(1)
})

test('the Lock Server’s room names are proposals: nothing changes until somebody takes them (R7)', async ({
  page,
  hotel,
  signIn,
}) => {
  test.setTimeout(150_000)
  await signIn(page, 'admin')
  const take = page.getByRole('button', { name: 'Take 413 for lock MJ000991' })
  await expectListed(page, `${hotel.url}/${hotel.slug}/settings/rooms`, take)
  const row = page.getByRole('row').filter({ hasText: 'MJ000991' })
  await expect(row.getByRole('cell').first()).toHaveText('no name yet')
  await take.click()
  await expect(row.getByRole('cell').first()).toHaveText('413')

  await row.getByRole('button', { name: 'Edit the door of lock MJ000991' }).click()
  await page.getByLabel('Room of lock MJ000991').fill('409')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'same name on another lock' })).toHaveCount(2)
  await row.getByRole('button', { name: 'Edit the door of lock MJ000991' }).click()
  await page.getByLabel('Room of lock MJ000991').fill('something else')
  await page.keyboard.press('Escape')
  await expect(row.getByRole('cell').first()).toContainText('409')
  await row.getByRole('button', { name: 'Edit the door of lock MJ000991' }).click()
  await page.getByLabel('Kind of door of lock MJ000991').selectOption('Common door')
  await page.getByLabel('Name of the common door of lock MJ000991').fill('Wine cellar')
  await page.getByLabel('Floor of lock MJ000991').fill('-1')
  await page.getByRole('button', { name: 'Save the door of lock MJ000991' }).click()
  await expect(row).toContainText('Common door')
  await page.reload()
  await expect(page.getByRole('row').filter({ hasText: 'Wine cellar' })).toContainText('MJ000991')
})
