import type { Locator, Page } from '@playwright/test'
import { expectDone } from './fixtures/codes'
import { expect, test } from './fixtures/test'

/** Tab until it has the focus, seen all the way there. */
async function tabTo(page: Page, goal: Locator, most = 40): Promise<void> {
  for (let n = 0; n < most; n++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => document.activeElement?.matches(':focus-visible') ?? false)
    expect(seen, 'the focus is visible').toBe(true)
  }
  throw new Error('Tab does not lead there')
}

test('a code is issued, shown, looked at and cancelled without the mouse', async ({ page, hotel }) => {
  const { email, password } = hotel.people.clerk ?? { email: '', password: '' }
  await page.goto(`${hotel.url}/sign-in`)
  await expect(page.getByLabel('Email')).toBeFocused()
  await page.keyboard.type(email)
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)

  const search = page.getByRole('combobox', { name: 'Room, guest or code' })
  await expect(search).toBeFocused()
  await page.keyboard.type('402')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '402', exact: true })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Issue code', exact: true }))
  await page.keyboard.press('Enter')

  const dialog = page.getByRole('dialog', { name: 'Issue code for 402' })
  await expect(dialog.getByLabel('For', { exact: true })).toBeFocused()
  await page.keyboard.type('Ada Byron')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await expect(dialog.getByLabel('For', { exact: true })).toHaveValue('Ada Byron')
  await tabTo(page, dialog.getByLabel('Until, Date'))
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('+2')
  await page.keyboard.press('Enter')
  const issued = page.getByRole('dialog', { name: 'Code for 402' })
  await expectDone(issued)

  await tabTo(page, issued.getByRole('button', { name: 'Show', exact: true }))
  await page.keyboard.press('Enter')
  const shown = page.getByRole('dialog', { name: 'Your code' })
  await expect(shown).toContainText('Works from')
  await page.keyboard.press('Escape')
  await expect(shown).toBeHidden()
  await expect(issued.getByRole('button', { name: 'Show', exact: true })).toBeFocused()

  await tabTo(page, issued.getByRole('link', { name: 'Open the code' }))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/keys\/psc_/)
  const cancel = page.getByRole('button', { name: 'Cancel code' })
  await expect(cancel).toBeVisible()
  await tabTo(page, cancel)
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Cancel the code of room 402?' })
  await tabTo(page, question.getByRole('button', { name: 'Cancel code' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Cancelled \(door confirmed/).first()).toBeVisible()
})

test('lists go by j, k and single keys; Ctrl K finds anything; a dialog gives the focus back', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'clerk')
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await expect(page.getByRole('table', { name: 'Locks' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Filter locks' })).toBeFocused()
  await page.keyboard.type('403')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('u')
  const unlock = page.getByRole('dialog', { name: /^Unlock/ })
  await expect(unlock).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(unlock).toBeHidden()
  const row = await page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-row') ?? null)
  expect(row, 'the focus is back in the list').not.toBeNull()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+K')
  const palette = page.getByRole('dialog', { name: 'Find anything' })
  await palette.getByRole('combobox').pressSequentially('404')
  await expect(palette.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: '404', exact: true })).toBeVisible()
})

test('the palette says why it is refused', async ({ page, hotel, signIn }) => {
  await signIn(page, 'clerk')
  // No poll is answered meanwhile: it would be refused too, and stand in the console.
  await page.route('**/api/**', () => {})
  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.context().clearCookies()
  await page.keyboard.press('ControlOrMeta+K')
  const palette = page.getByRole('dialog', { name: 'Find anything' })
  await palette.getByRole('combobox').pressSequentially('404')
  await expect(palette.getByRole('status')).toHaveText(
    'You are signed out. Sign in to go on; what you typed stays here.',
  )
  await page.goto('about:blank')
})

test('left by its question a dialog gives the focus back; a press without a reason goes to the reasons', async ({
  page,
  signIn,
}) => {
  await signIn(page, 'clerk')
  for (const act of ['Issue code for 401', 'Mobile key for 401']) {
    const opener = page.getByRole('button', { name: act, exact: true })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('For', { exact: true }).fill('Ada Byron')
    await page.keyboard.press('Escape')
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    await question.getByRole('button', { name: 'Leave', exact: true }).press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  }
  await page.getByRole('button', { name: 'Unlock for 401', exact: true }).click()
  const unlock = page.getByRole('dialog')
  await expect(unlock.getByRole('radio').first()).toBeVisible()
  await unlock.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect(unlock.getByText('Pick a reason.')).toBeVisible()
  await expect(unlock.getByRole('radio').first()).toBeFocused()
})
