import type { Page } from '@playwright/test'
import { expectDone, typeDays } from './fixtures/codes'
import { expect, test } from './fixtures/test'

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [360, 1366].map((width) => ({ colorScheme, width })),
)

type Check = (page: Page, inside?: string) => Promise<void>

/** The open dialog in both themes, on a phone and at the desk: no findings, nothing cut off. */
async function checkDialog(page: Page, check: Check): Promise<void> {
  const dialog = page.locator('dialog:modal').last()
  await expect(dialog).toBeVisible()
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 768 })
    await check(page, 'dialog:modal')
    const overflow = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(overflow, `${await dialog.getAttribute('aria-labelledby')} at ${width}`).toBeLessThanOrEqual(0)
  }
}

/** Esc leaves, as in every dialog; where something would be lost it is asked first. */
async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  const sure = page.getByRole('button', { name: /^(Leave|The guest has it)$/ })
  if (await sure.isVisible()) await sure.click()
}

test('every dialog at a door is without findings in light and dark, at 360 and 1366 pixels', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  test.setTimeout(240_000)
  const look = () => checkDialog(page, expectAccessible)
  const press = (name: string | RegExp) =>
    page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click()
  await signIn(page, 'manager')

  // Over 30 days, so that the reason is asked for too.
  await press('Issue code for 405')
  const issue = page.getByRole('dialog', { name: 'Issue code for 405' })
  await typeDays(issue, 'Until', '+40')
  await issue.getByRole('button', { name: 'Issue code' }).click()
  await look()
  await issue.getByRole('button', { name: '1 night' }).click()
  await issue.getByLabel('For', { exact: true }).fill('Ada Byron')
  await issue.getByRole('button', { name: 'Issue code' }).click()
  const issued = page.getByRole('dialog', { name: 'Code for 405' })
  await expectDone(issued)
  await look()
  await issued.getByRole('button', { name: 'Show', exact: true }).click()
  await look()
  await leave(page)
  const [slip] = await Promise.all([
    page.context().waitForEvent('page'),
    issued.getByRole('link', { name: 'Print slip' }).click(),
  ])
  await expect(slip.getByRole('region', { name: 'The slip' })).toBeVisible()
  for (const { colorScheme, width } of looks) {
    await slip.emulateMedia({ colorScheme })
    await slip.setViewportSize({ width, height: 768 })
    await expectAccessible(slip)
  }
  await slip.close()

  await issued.getByRole('link', { name: 'Open the code' }).click()
  await page.waitForURL(/\/keys\/psc_/)
  for (const act of ['Guest cannot get in', 'New code', 'Extend', 'Cancel code']) {
    await press(act)
    if (act === 'New code') await page.getByLabel('No – keep it until a moment').check()
    if (act === 'Guest cannot get in') await expect(page.locator('[data-result="checking"]')).toHaveCount(0)
    await look()
    await leave(page)
  }

  await page.goto(`${hotel.url}/${hotel.slug}`)
  await press('Unlock for 405')
  await expect(page.getByRole('dialog').getByLabel('Other')).toBeVisible()
  await page.getByRole('dialog').getByLabel('Other').check()
  await look()
  await leave(page)
  await press('Mobile key for 405')
  await page.getByRole('dialog').getByRole('button', { name: 'Issue mobile key' }).click()
  await look()
  await page.getByRole('dialog').getByLabel('For', { exact: true }).fill('Ada Byron')
  await page.getByRole('dialog').getByLabel('I know that this key cannot be recalled').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Issue mobile key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Show key once' }).click()
  await expect(page.locator('[data-key-code]')).toBeVisible()
  await look()
  await leave(page)

  // A code that nobody knows, and the closing of it.
  await hotel.control.post('/wrong-answers', { kind: 'reset-after', call: 'set-passcode' })
  await press('Issue code for 406')
  await page.getByRole('dialog').getByLabel('For', { exact: true }).fill('Ada Byron')
  await page.getByRole('dialog').getByRole('button', { name: 'Issue code' }).click()
  await expect(page.locator('[data-state="no-answer"]').first()).toBeVisible()
  await look()
  await page.getByRole('dialog').getByRole('link', { name: 'Open the code' }).click()
  await page.waitForURL(/\/keys\/psc_/)
  await press('Close this case')
  await page.getByRole('dialog').getByRole('button', { name: 'Close this case' }).click()
  await look()
  await leave(page)

  await page.keyboard.press('ControlOrMeta+K')
  await page.getByRole('dialog').getByRole('combobox').fill('405')
  await expect(page.getByRole('option').first()).toBeVisible()
  await look()
  await leave(page)
  await page.keyboard.press('?')
  await look()
})

test('every dialog of settings and locks is without findings in light and dark, at 360 and 1366 pixels', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  test.setTimeout(240_000)
  const look = () => checkDialog(page, expectAccessible)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()
  await signIn(page, 'admin')
  await page.goto(`${hotel.url}/${hotel.slug}/settings/staff`)
  await press('Add a person')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.locator('dialog [aria-invalid="true"]').first()).toBeVisible()
  await look()
  await page.getByRole('dialog').getByLabel('Name').fill('Maximiliane-Sophie von und zu Hohenstaufen-Wittelsbach')
  await page.getByRole('dialog').getByLabel('Email').fill('maximiliane-sophie.hohenstaufen@a-long-domain.demo.test')
  await page.getByRole('dialog').getByLabel('Housekeeping').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('dialog', { name: /^One-time password for/ })).toBeVisible()
  await look()
  await leave(page)
  for (const act of ['Change roles', 'New one-time password', 'Switch off']) {
    await press('More for Tom Technician')
    await page.getByRole('menuitem', { name: act }).click()
    await look()
    await leave(page)
  }

  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await page.getByRole('table', { name: 'Locks' }).getByRole('link', { name: '407', exact: true }).click()
  await press('Room and name')
  await look()
  await leave(page)
  await press('Lock was changed…')
  for (const what of ['Replaced', 'Moved']) {
    await page
      .getByRole('dialog')
      .getByLabel(new RegExp(`^${what}:`))
      .check()
    await look()
  }
  await page
    .getByRole('dialog')
    .getByLabel(/^Reset:/)
    .check()
  await page.getByRole('dialog').getByRole('button', { name: 'Record it' }).click()
  await expect(page.getByRole('dialog', { name: 'Recorded' })).toBeVisible()
  await look()
})
