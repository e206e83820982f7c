import { expectDone, issueAndOpen, issueCode, showDigits, typeDays } from './fixtures/codes'
import { typeAtDoor } from './fixtures/hallway'
import type { Hotel } from './fixtures/hotel'
import { expect, test } from './fixtures/test'

/** What the lock itself decides about digits, without going to its door. */
async function judgedAtDoor(hotel: Hotel, lockName: string, code: string): Promise<string> {
  const { reason } = await hotel.control.post<{ reason: string }>(`/locks/${lockName}/type-code`, { code })
  return reason
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
  await expectDone(dialog)
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
  // The button is gone with what it did; the focus is at what became of the code.
  await expect(page.getByRole('region', { name: 'Code' }).getByRole('status')).toBeFocused()
  expect(await typeAtDoor(page, hotel, 'Room 101', digits)).toBe('refused')
})

test('a code for tomorrow is refused at the door until then', async ({ page, hotel, signIn }) => {
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '102', 'Grace Hopper', async (form) => {
    await typeDays(form, 'From', '+1')
    await typeDays(form, 'Until', '+3')
  })
  await expectDone(dialog)
  const digits = await showDigits(page)
  expect(await typeAtDoor(page, hotel, 'Room 102', digits)).toBe('refused')
})

test('a weak code is replaced by itself, and only the good one is shown (rule 3)', async ({ page, hotel, signIn }) => {
  await hotel.control.post('/codes/next', { code: { digits: '123456' }, lockName: 'MJ000103' })
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '103', 'Ada Byron')
  await expect(dialog.getByText(/Another code was asked for/)).toBeVisible()
  await expectDone(dialog)
  const digits = await showDigits(page)
  expect(digits).not.toBe('123456')
  expect(await typeAtDoor(page, hotel, 'Room 103', digits)).toBe('unlocked')
})

test('an answer that is lost is told as no answer and listed as a possible unknown code (I3, I4)', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await hotel.control.post('/wrong-answers', { kind: 'reset-after', call: 'set-passcode' })
  await signIn(page, 'clerk')
  const dialog = await issueCode(page, '104', 'Ada Byron')
  await expect(dialog.locator('[data-state="no-answer"]').first()).toBeVisible()
  await dialog.getByRole('link', { name: 'Open the code' }).click()
  await page.waitForURL(/\/keys\/psc_/)

  // The desk notes what it did; a manager reads that and closes the case with a reason, the log reader sees neither name nor note.
  await page.getByRole('button', { name: 'Note what was done' }).click()
  await page.getByRole('dialog').getByLabel('What was done about it').fill('Ada Byron sleeps in 105 now')
  await page.getByRole('button', { name: 'Save the note' }).click()
  await expect(page.getByRole('definition').filter({ hasText: 'Ada Byron sleeps in 105 now' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Close this case' })).toHaveCount(0)
  const [manager, auditor] = [await openAs('manager'), await openAs('auditor')]
  await manager.goto(page.url())
  await manager.getByRole('button', { name: 'Close this case' }).click()
  const closing = manager.getByRole('dialog')
  await expect(closing.getByText('Noted by the desk: Ada Byron sleeps in 105 now')).toBeVisible()
  await closing.getByLabel('Reason').selectOption({ label: 'Code fails' })
  await closing.getByRole('button', { name: 'Close this case' }).click()
  await expect(manager.getByRole('definition').filter({ hasText: 'Code fails' })).toBeVisible()
  await auditor.goto(page.url())
  await expect(auditor.getByText(/G-[0-9A-Z]{6}/).first()).toBeVisible()
  await expect(auditor.getByText('Ada Byron')).toHaveCount(0)
  await page.goto(`${hotel.url}/${hotel.slug}/keys`)
  await expect(page.getByText('Possible unknown code, closed')).toBeVisible()
})

test('an extended code is a new one; the old keeps working until the new is on the door, then is cancelled (rule 4)', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'clerk')
  const old = await issueAndOpen(page, '105', 'Ada Byron')
  await hotel.control.post('/instructions/next-outcome', {
    outcome: 'stay-5',
    lockName: 'MJ000105',
    kind: 'set-passcode',
  })
  await page.getByRole('button', { name: 'Extend', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Extend the code of 105' })
  await expect(dialog.getByText(/The old one keeps working until the new one is on the door/)).toBeVisible()
  await dialog.getByRole('button', { name: '2 more nights' }).click()
  await dialog.getByRole('button', { name: 'Extend', exact: true }).click()
  await expect(dialog.locator('[data-state="waiting-door"]').first()).toBeVisible()
  expect(await judgedAtDoor(hotel, 'MJ000105', old)).toBe('works')
  await hotel.control.post('/instructions/release', { lockName: 'MJ000105' })
  await expectDone(dialog)
  const digits = await showDigits(page)
  expect(digits).not.toBe(old)
  expect(await typeAtDoor(page, hotel, 'Room 105', digits)).toBe('unlocked')
  await expect.poll(() => judgedAtDoor(hotel, 'MJ000105', old)).toBe('cancelled')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText(/There is a newer code, asked for/)).toBeVisible()
  await expect(page.getByText(/Cancelled \(door confirmed/).first()).toBeVisible()
})

test('a new code asks one thing: known to somebody else, the old one is cancelled now, before the new one is there (rule 4)', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'clerk')
  const old = await issueAndOpen(page, '106', 'Grace Hopper')
  await page.getByRole('button', { name: 'New code', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New code for 106' })
  await dialog.getByRole('button', { name: 'Ask for a new code' }).click()
  await expect(dialog.getByText('Pick one.')).toBeVisible()
  await hotel.control.post('/instructions/next-outcome', {
    outcome: 'stay-5',
    lockName: 'MJ000106',
    kind: 'set-passcode',
  })
  await dialog.getByLabel('Yes – cancel it now').check()
  await dialog.getByRole('button', { name: 'Ask for a new code' }).click()
  await expect(dialog.locator('[data-state="waiting-door"]').first()).toBeVisible()
  await expect.poll(() => judgedAtDoor(hotel, 'MJ000106', old)).toBe('cancelled')
  const oldCode = dialog.getByRole('region', { name: 'Old code:' })
  await expect(oldCode).toContainText('Cancelled (door confirmed')
  await expectDone(oldCode)
  await hotel.control.post('/instructions/release', { lockName: 'MJ000106' })
  await expect(dialog.getByText(/Works now, until/).first()).toBeVisible()
  const digits = await showDigits(page)
  expect(digits).not.toBe(old)
  expect(await judgedAtDoor(hotel, 'MJ000106', digits)).toBe('works')
})

test('Guest cannot get in checks the door live and ends in one action', async ({ page, hotel, signIn }) => {
  await signIn(page, 'clerk')
  const digits = await issueAndOpen(page, '109', 'Ada Byron')
  await page.getByRole('button', { name: 'Guest cannot get in' }).click()
  const checks = page.getByRole('dialog', { name: 'Guest cannot get in: 109' })
  await expect(checks.locator('[data-check]')).toHaveCount(6)
  await expect(checks.locator('[data-result="checking"]')).toHaveCount(0, { timeout: 10_000 })
  for (const fine of ['window', 'onDoor', 'newer', 'gateway', 'signal'])
    await expect(checks.locator(`[data-check="${fine}"]`)).toHaveAttribute('data-result', 'fine')
  await expect(checks.getByText('Read the digits to the guest again')).toBeVisible()
  expect(await showDigits(page, checks)).toBe(digits)
  await checks.getByRole('button', { name: 'Close' }).last().click()

  await page.goto(`${hotel.url}/${hotel.slug}`)
  await issueAndOpen(page, '209', 'Grace Hopper', async (form) => {
    await typeDays(form, 'From', '+1')
    await typeDays(form, 'Until', '+3')
  })
  await page.getByRole('button', { name: 'Guest cannot get in' }).click()
  const early = page.getByRole('dialog', { name: 'Guest cannot get in: 209' })
  await expect(early.locator('[data-check="window"]')).toHaveAttribute('data-result', 'wrong')
  await expect(early.getByText('Issue a code that works now')).toBeVisible()
  await early.getByRole('link', { name: 'Issue code' }).click()
  await expect(page.getByRole('dialog', { name: 'Issue code for 209' })).toBeVisible()
})
