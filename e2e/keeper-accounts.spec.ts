import type { Page } from '@playwright/test'
import type { Hotel } from './fixtures/hotel'
import { expect, test } from './fixtures/test'

const place = (hotel: Hotel) => `${hotel.url}/${hotel.slug}/settings/lock-server`
const list = (page: Page) => page.getByRole('table', { name: 'Lock Keeper accounts that were created here' })

test('an administrator creates a Lock Keeper account with a password made here, and the list says what came of it', async ({
  page,
  hotel,
  signIn,
  openAs,
  expectAccessible,
}) => {
  await signIn(page, 'admin')
  await page.goto(place(hotel))
  await expect(page.getByText('None was created here.', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Create account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog.getByText('A letter first, then up to 63 characters', { exact: false })).toBeVisible()
  await expectAccessible(page, 'dialog[open]')
  await dialog.getByLabel('For whom').fill('Lift engineers')
  await dialog.getByLabel('User name').fill('lifts')
  await dialog.getByLabel('Password', { exact: true }).fill('secret-one')
  await dialog.getByLabel('Password again').fill('secret-two')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog.getByText('The two are not the same.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Make a password' }).click()
  const password = (await dialog.locator('[data-made-password]').textContent()) ?? ''
  expect(password).toMatch(/^\S{19}$/)
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog.getByText('Keydesk does not keep it and cannot show it again.', { exact: false })).toBeVisible()
  await expect(dialog.getByRole('status').getByText('Created')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  const row = list(page).getByRole('row').filter({ hasText: 'lifts' })
  await expect(row.getByText('Created', { exact: true })).toBeVisible()
  await page.reload()
  await expect(row.getByText('Created', { exact: true })).toBeVisible()
  expect(await page.content()).not.toContain(password)
  await expectAccessible(page)
  await page.goto(`${hotel.url}/${hotel.slug}/activity`)
  expect(await page.content()).not.toContain(password)

  const manager = await openAs('manager')
  await manager.goto(place(hotel))
  await expect(list(manager).getByText('lifts')).toBeVisible()
  await expect(manager.getByRole('button', { name: 'Create account' })).toHaveCount(0)
})

test('a lost answer is told as an account that may exist, and a name that is taken in the Lock Server’s own words', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'admin')
  await page.goto(place(hotel))
  const create = async (username: string) => {
    await page.getByRole('button', { name: 'Create account' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('For whom').fill('Night porter')
    await dialog.getByLabel('User name').fill(username)
    await dialog.getByLabel('Password', { exact: true }).fill('six-or-more')
    await dialog.getByLabel('Password again').fill('six-or-more')
    await dialog.getByRole('button', { name: 'Create account' }).click()
    await expect(dialog).toHaveCount(0)
  }
  await hotel.control.post('/wrong-answers', { kind: 'reset-after', call: 'create-account' })
  await create('porter')
  await expect(list(page).getByText('No answer – the account may exist')).toBeVisible()
  await create('porter')
  const refused = list(page).getByRole('row').filter({ hasText: 'Refused' })
  await expect(refused).toBeVisible()
  await refused.getByText('The Lock Server’s own words').click()
  await expect(
    refused
      .getByText('porter')
      .or(refused.getByText('name', { exact: false }))
      .first(),
  ).toBeVisible()
})

test('while ADMIN_KEYS is off nobody is offered an admin key', async ({ page, hotel, signIn }) => {
  await signIn(page, 'manager')
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await page.getByRole('table', { name: 'Locks' }).getByRole('link', { name: '101', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Get permanent key' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Get admin key' })).toHaveCount(0)
})
