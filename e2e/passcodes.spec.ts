import type { Page } from '@playwright/test'
import { typeAtDoor } from './fixtures/hallway'
import { expect, test } from './fixtures/test'

/** Opens the dialog from the Desk's row of that room, fills it in and presses. */
async function issueCode(
  page: Page,
  room: string,
  guest: string,
  change?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
) {
  await page.getByRole('button', { name: new RegExp(`^Issue code for ${room}$`) }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('For', { exact: true }).fill(guest)
  await change?.(dialog)
  await dialog.getByRole('button', { name: 'Issue code' }).click()
  return dialog
}

async function showDigits(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Show', exact: true }).first().click()
  const shown = page.getByRole('dialog', { name: 'Your code' })
  await expect(shown).toContainText('Works from')
  const digits = ((await shown.locator('p > [aria-hidden="true"]').first().textContent()) ?? '').replace(/\D/g, '')
  await shown.getByRole('button', { name: 'Close' }).last().click()
  return digits
}

test('a clerk issues a code for two nights; the door confirms it, opens for it, and refuses it once it is cancelled', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '101', 'Ada Byron', async (form) => {
    await form.getByRole('button', { name: /^2( nights)?$/ }).click()
    await expectAccessible(page)
  })
  await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible()
  await expectAccessible(page)
  const digits = await showDigits(page)
  expect(digits).toMatch(/^\d{4,9}$/)
  expect(page.url()).not.toContain(digits)
  expect(await typeAtDoor(page, hotel, 'Room 101', digits)).toBe('unlocked')

  await dialog.getByRole('link', { name: 'Open the code' }).click()
  await page.waitForURL(/\/keys\/psc_/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Cancel code' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel code' }).click()
  await expect(page.getByText(/door confirmed/i).first()).toBeVisible()
  expect(await typeAtDoor(page, hotel, 'Room 101', digits)).toBe('refused')
})

test('a code for tomorrow is refused at the door until then', async ({ page, hotel, signIn }) => {
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '102', 'Grace Hopper', async (form) => {
    await form.getByLabel('From, Date').fill('+1')
    await form.getByLabel('From, Date').blur()
    await form.getByLabel('Until, Date').fill('+3')
    await form.getByLabel('Until, Date').blur()
  })
  await expect(dialog.locator('[data-state="done"]').first()).toBeVisible()
  const digits = await showDigits(page)
  expect(await typeAtDoor(page, hotel, 'Room 102', digits)).toBe('refused')
})

test('a weak code is replaced by itself, and only the good one is shown (rule 3)', async ({ page, hotel, signIn }) => {
  await hotel.control.post('/codes/next', { code: { digits: '123456' }, lockName: 'MJ000103' })
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '103', 'Ada Byron')
  await expect(dialog.getByText(/Another code was asked for/)).toBeVisible()
  await expect(dialog.locator('[data-state="done"]').first()).toBeVisible()
  const digits = await showDigits(page)
  expect(digits).not.toBe('123456')
  expect(await typeAtDoor(page, hotel, 'Room 103', digits)).toBe('unlocked')
})

test('an answer that is lost is told as no answer and listed as a possible unknown code (I3, I4)', async ({
  page,
  hotel,
  signIn,
}) => {
  await hotel.control.post('/wrong-answers', { kind: 'reset-after', call: 'set-passcode' })
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '104', 'Ada Byron')
  await expect(dialog.locator('[data-state="no-answer"]').first()).toBeVisible()
  await page.goto(`${hotel.url}/${hotel.slug}/keys`)
  await expect(page.getByText(/possible unknown code/i).first()).toBeVisible()
})
