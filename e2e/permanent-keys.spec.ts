import type { Locator, Page } from '@playwright/test'
import type { Hotel } from './fixtures/hotel'
import { expect, test } from './fixtures/test'

test.use({ hotelOptions: { adminKeys: true } })

async function openLock(page: Page, hotel: Hotel, label: string): Promise<void> {
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await page.getByRole('searchbox', { name: 'Filter locks' }).fill(label)
  await page.getByRole('table', { name: 'Locks' }).getByRole('link', { name: label, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: label, exact: true })).toBeVisible()
}

/** Opens the dialog, picks why, ticks and presses. */
async function getKey(page: Page, kind: 'permanent' | 'admin'): Promise<Locator> {
  const name = `Get ${kind} key`
  await page.getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').selectOption('maintenance')
  await dialog.getByLabel('I know that this key never ends and cannot be revoked').check()
  await dialog.getByRole('button', { name, exact: true }).click()
  return dialog
}

const card = (page: Page) => page.getByRole('table', { name: 'Permanent and admin keys of this lock' })

test('a manager gets a permanent key after reading that it never ends, signed in again and with a reason; it is shown once, and not after a reload', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'manager')
  await page.goto('about:blank')
  await hotel.ageSignIns()
  await openLock(page, hotel, '108')
  await expect(page.getByText('None of this lock was given out by Keydesk.')).toBeVisible()
  await page.getByRole('button', { name: 'Get permanent key' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('This key never ends and cannot be revoked', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Get permanent key' }).click()
  await expect(dialog.getByText('Read this and tick it.')).toBeVisible()
  await expectAccessible(page, 'dialog[open]')
  await dialog.getByLabel('Reason').selectOption('other')
  await dialog.getByLabel('What for').fill('Lift engineer')
  await dialog.getByLabel('I know that this key never ends and cannot be revoked').check()
  await dialog.getByRole('button', { name: 'Get permanent key' }).click()
  const again = page.getByRole('dialog', { name: 'Your password, please' })
  await again.getByLabel('Password').fill(hotel.people.manager?.password ?? '')
  await again.getByRole('button', { name: 'Go on' }).click()
  const text = page.locator('[data-key-code]')
  await expect(text).toBeVisible()
  await expect(page.getByText('This is the only time that it is shown.', { exact: false })).toBeVisible()
  await expectAccessible(page, 'dialog[open]')
  const keyCode = (await text.textContent()) ?? ''
  const tried = await hotel.control.post<{ opened: boolean }>('/locks/MJ000108/present-key', { keyCode })
  expect(tried.opened).toBe(true)
  const { requests } = await hotel.control.get<{ requests: unknown[] }>('/requests?call=permanent-key')
  expect(requests).toHaveLength(1)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await expect(text).toBeVisible()

  await page.reload()
  await expect(card(page).getByText('Given out; never ends')).toBeVisible()
  await expect(text).toHaveCount(0)
  expect(await page.content()).not.toContain(keyCode)
  await expect(page.getByRole('table', { name: 'History' }).getByText('Get permanent key')).toBeVisible()
  await expectAccessible(page)

  await page.goto(`${hotel.url}/${hotel.slug}/activity?group=permanent-keys`)
  const lines = page.getByRole('table', { name: 'Activity' })
  await expect(lines.getByText('Asked for a key that never ends')).toBeVisible()
  await expect(lines.getByText('Looked at a key that never ends')).toBeVisible()
  expect(await page.content()).not.toContain(keyCode)
})

test('whoever gives out the door next is told of it, and who could open it names it without an end', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await signIn(page, 'manager')
  await openLock(page, hotel, '109')
  const dialog = await getKey(page, 'permanent')
  await expect(dialog.locator('[data-key-code]')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'It is handed on' }).click()
  await expect(card(page)).toBeVisible()
  await page.getByRole('link', { name: 'Who could open 109?' }).click()
  await expect(page.getByText('without an end', { exact: false })).toBeVisible()

  const clerk = await openAs('clerk')
  await expect(clerk.getByText('1 key without an end').first()).toBeVisible()
  await openLock(clerk, hotel, '109')
  await expect(card(clerk).getByText('Given out; never ends')).toBeVisible()
  await expect(clerk.getByRole('button', { name: 'Get permanent key' })).toHaveCount(0)
  await clerk.getByRole('button', { name: 'Issue code', exact: true }).click()
  await expect(clerk.getByText('opens without an end and cannot be revoked.', { exact: false })).toBeVisible()
})

test('a lost answer is told as a key that may have been made, asked for once, and waits in To do', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'manager')
  await openLock(page, hotel, '205')
  await hotel.control.post('/wrong-answers', { kind: 'reset-after', call: 'permanent-key' })
  const before = await hotel.control.get<{ requests: unknown[] }>('/requests?call=permanent-key')
  const dialog = await getKey(page, 'permanent')
  await expect(dialog.getByText('No answer – a key may have been made', { exact: false })).toBeVisible()
  await expect(dialog.locator('[data-key-code]')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(card(page).getByText('No answer – a key may have been made')).toBeVisible()
  const after = await hotel.control.get<{ requests: unknown[] }>('/requests?call=permanent-key')
  expect(after.requests.length - before.requests.length).toBe(1)
  await page.goto(`${hotel.url}/${hotel.slug}`)
  const line = page.getByRole('listitem').filter({ hasText: 'a key that never ends may have been made' })
  await line.getByRole('button', { name: 'Put away' }).click()
  await expect(line).toHaveCount(0)
})

test('with ADMIN_KEYS=on a manager gets an admin key, and is told that it can reset the lock', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'manager')
  await openLock(page, hotel, '206')
  const dialog = await getKey(page, 'admin')
  await expect(dialog.locator('[data-key-code]')).toBeVisible()
  const keyCode = (await dialog.locator('[data-key-code]').textContent()) ?? ''
  const tried = await hotel.control.post<{ opened: boolean }>('/locks/MJ000206/present-key', { keyCode })
  expect(tried.opened).toBe(true)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'It is handed on' }).click()
  await expect(card(page).getByText('Admin key')).toBeVisible()
})
