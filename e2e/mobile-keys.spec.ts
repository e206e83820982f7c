import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures/test'

/** Fills the dialog in and presses; the tick that it cannot be recalled included (rule 6). */
async function issueMobileKey(page: Page, room: string, guest: string): Promise<Locator> {
  await page.getByRole('button', { name: `Mobile key for ${room}`, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('For', { exact: true }).fill(guest)
  await dialog.getByLabel('I know that this key cannot be recalled').check()
  await dialog.getByRole('button', { name: 'Issue mobile key' }).click()
  return dialog
}

/** The page of the newest key of that guest. */
async function openKeyOf(page: Page, guest: string): Promise<void> {
  await page
    .getByRole('table', { name: 'Keys' })
    .getByRole('row')
    .filter({ hasText: guest })
    .first()
    .getByRole('link')
    .first()
    .click()
  await page.waitForURL(/\/keys\/gky_/)
}

test('a mobile key is issued after it was said that it cannot be recalled, shown once as text and QR, and not again (rule 6)', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'clerk')
  await page.getByRole('button', { name: 'Mobile key for 108', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('For', { exact: true }).fill('Mary Shelley')
  await dialog.getByRole('button', { name: 'Issue mobile key' }).click()
  await expect(dialog.getByText('Read this and tick it.')).toBeVisible()
  await dialog.getByLabel('I know that this key cannot be recalled').check()
  await dialog.getByRole('button', { name: 'Issue mobile key' }).click()
  await expect(dialog.locator('[data-state="done"]').first()).toBeVisible()
  await expect(dialog.locator('[data-key-code]')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Show key once' }).click()
  await expect(dialog.getByRole('img', { name: 'Mobile key as a QR code' })).toBeVisible()
  const keyCode = (await dialog.locator('[data-key-code]').textContent()) ?? ''
  const tried = await hotel.control.post<{ opened: boolean }>('/locks/MJ000108/present-key', { keyCode })
  expect(tried.opened).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await expect(page.locator('[data-key-code]')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'The guest has it' }).click()
  await expect(page.locator('[data-key-code]')).toHaveCount(0)

  await page.goto(`${hotel.url}/${hotel.slug}/keys`)
  await openKeyOf(page, 'Mary Shelley')
  await expect(page.getByText('A mobile key cannot be recalled.', { exact: false }).first()).toBeVisible()
  await expect(page.getByText('Key shown')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Show key once' })).toHaveCount(0)
  expect(await page.content()).not.toContain(keyCode)
})

test('a key that nobody has seen yet is shown on its page, by the first of two who press', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await signIn(page, 'clerk')
  const dialog = await issueMobileKey(page, '206', 'Mary Godwin')
  await expect(dialog.getByRole('button', { name: 'Show key once' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.goto(`${hotel.url}/${hotel.slug}/keys`)
  await openKeyOf(page, 'Mary Godwin')
  const manager = await openAs('manager')
  await manager.goto(page.url())
  await manager.getByRole('button', { name: 'Show key once' }).click()
  await expect(manager.locator('[data-key-code]')).toBeVisible()
  await page.getByRole('button', { name: 'Show key once' }).click()
  await expect(page.getByText('This key was shown before')).toBeVisible()
  await expect(page.locator('[data-key-code]')).toHaveCount(0)
})

test('what the Lock Server refuses is told as refused, with its own words, and tried again as a new request', async ({
  page,
  hotel,
  signIn,
}) => {
  await hotel.control.post('/wrong-answers', { kind: 'ack-nonzero', call: 'guest-key', ack: 1, msg: '该门锁不支持' })
  await signIn(page, 'clerk')
  const dialog = await issueMobileKey(page, '207', 'Ada Byron')
  await expect(dialog.getByText('Refused by the Lock Server').first()).toBeVisible()
  await dialog.getByText('The Lock Server’s own words').click()
  await expect(dialog.getByText('该门锁不支持')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Show key once' })).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog.getByLabel('For', { exact: true })).toHaveValue('Ada Byron')
  await dialog.getByRole('button', { name: 'Issue mobile key' }).click()
  await expect(dialog.locator('[data-state="done"]').first()).toBeVisible()
})

test('a property that has mobile keys off issues none, also from a page that was open before', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await signIn(page, 'clerk')
  const admin = await openAs('admin')
  await admin.goto(`${hotel.url}/${hotel.slug}/settings/property`)
  const keys = admin.getByLabel('Mobile keys', { exact: true })
  await keys.uncheck()
  await admin.getByRole('button', { name: 'Save' }).first().click()
  await expect(admin.getByText('Saved.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Mobile key for 208' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Mobile keys are switched off here')).toBeVisible()
  await expect(dialog.getByText('Issue a code instead', { exact: false })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Issue mobile key' })).toHaveCount(0)
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await expect(page.getByRole('button', { name: 'Issue code for 208' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Issue mobile key/ })).toHaveCount(0)
  await admin.reload()
  await expect(keys).not.toBeChecked()
  await keys.check()
  await admin.getByRole('button', { name: 'Save' }).first().click()
  await expect(admin.getByText('Saved.').first()).toBeVisible()
})
