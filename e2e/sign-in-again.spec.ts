import { expectDone, issueAndOpen, typeDays } from './fixtures/codes'
import { expect, test } from './fixtures/test'

test('what needs it asks for the password in place once the last one is over five minutes old; nothing typed is lost (R)', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'manager')
  await issueAndOpen(page, '107', 'Ada Byron')
  const address = page.url()
  await page.goto('about:blank')
  await hotel.ageSignIns()
  await page.goto(address)
  await page.getByRole('button', { name: 'Extend', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Extend the code of 107' })
  await typeDays(dialog, 'Until', '+45')
  await dialog.getByLabel('Reason').selectOption({ label: 'Other' })
  await dialog.getByLabel('What for').fill('Works here until the new year')
  await dialog.getByRole('button', { name: 'Extend', exact: true }).click()
  const asked = page.getByRole('dialog', { name: 'Your password, please' })
  await expect(asked.getByLabel('Password')).toBeFocused()
  // What lies under it is out of reach meanwhile.
  await expectAccessible(page, 'dialog:has(input[type="password"])')
  await asked.getByLabel('Password').fill('not the password at all')
  await asked.getByRole('button', { name: 'Go on' }).click()
  await expect(asked.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await asked.getByLabel('Password').fill(hotel.people.manager?.password ?? '')
  await asked.getByRole('button', { name: 'Go on' }).click()
  await expect(asked).toBeHidden()
  await expectDone(dialog)
  await dialog.getByRole('link', { name: 'Open the code' }).click()
  await expect(page.getByText('Works here until the new year', { exact: false }).first()).toBeVisible()
})

test('left unanswered, the question does nothing and the form stays as it was', async ({ page, hotel, signIn }) => {
  await signIn(page, 'admin')
  await page.goto('about:blank')
  await hotel.ageSignIns()
  await page.goto(`${hotel.url}/${hotel.slug}/settings/property`)
  await page.getByLabel('Departure until').fill('12:00')
  await page.getByRole('button', { name: 'Save' }).first().click()
  const asked = page.getByRole('dialog', { name: 'Your password, please' })
  await asked.getByRole('button', { name: 'Leave it' }).click()
  await expect(asked).toBeHidden()
  await expect(page.getByText('This needs your password again.')).toBeVisible()
  await expect(page.getByLabel('Departure until')).toHaveValue('12:00')
  await page.reload()
  await expect(page.getByLabel('Departure until')).toHaveValue('11:00')
})
