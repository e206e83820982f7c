import { expect, test } from './fixtures/test'

test('a clerk enters a room in an emergency, managers are told at once and mark it seen, the clerk gives the reason, the activity has it', async ({
  page,
  hotel,
  signIn,
  openAs,
  expectAccessible,
}) => {
  test.setTimeout(180_000)
  const alarmOf = (at: typeof page) => at.getByRole('alert').filter({ hasText: 'Emergency entry at 205' })
  const manager = await openAs('manager')
  await manager.goto(`${hotel.url}/${hotel.slug}/gateways`)
  const owner = await openAs('admin')
  await signIn(page, 'clerk')

  // From the Unlock dialog, before anything is filled in.
  await page.getByRole('button', { name: /^Unlock for 205$/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Emergency entry' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: 'Emergency entry: 205' })).toBeVisible()
  await expect(dialog.getByText('Every manager is told now, with your name.')).toBeVisible()
  await expect(dialog.getByText(/Keydesk cannot know/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Unlock 205 now' }).dblclick()

  // At once: well before the next reading of a list.
  await expect(alarmOf(manager)).toBeVisible({ timeout: 5_000 })
  await expect(alarmOf(owner)).toContainText('The reason has not been given yet.')
  await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible()
  await expectAccessible(page)
  await expectAccessible(manager)
  const { requests } = await hotel.control.get<{ requests: unknown[] }>(
    '/requests?call=remote-unlock&pathIncludes=MJ000205',
  )
  expect(requests).toHaveLength(1)

  // Each manager marks for themself.
  await alarmOf(manager).getByRole('button', { name: /^Seen/ }).click()
  await expect(alarmOf(manager)).toHaveCount(0)
  await manager.reload()
  await expect(manager.getByRole('heading', { name: 'Gateways', level: 1 })).toBeVisible()
  await expect(alarmOf(owner)).toBeVisible()

  // Left for later, the reason waits at the Desk, and managers see that it is missing.
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  const owed = page.locator('[data-to-do="explain-entry"]')
  await expect(owed).toContainText('205: say why you used emergency entry')
  await manager.goto(`${hotel.url}/${hotel.slug}`)
  await expect(manager.locator('[data-to-do="entry-unexplained"]')).toContainText('Clara Clerk has not yet said why')
  await owed.getByRole('button', { name: /^Say why/ }).click()
  const asked = page.getByRole('dialog')
  await asked.getByRole('button', { name: 'Save reason' }).click()
  await expect(asked.getByText('Pick a reason.').first()).toBeVisible()
  await expectAccessible(page)
  await asked.getByLabel('Reason', { exact: true }).selectOption('Welfare')
  await asked.getByRole('button', { name: 'Save reason' }).click()
  await expect(owed).toHaveCount(0)
  await expect(alarmOf(owner)).toContainText('Reason: Welfare', { timeout: 5_000 })
  await alarmOf(owner).getByRole('button', { name: /^Seen/ }).click()
  await expect(alarmOf(owner)).toHaveCount(0)

  await manager.goto(`${hotel.url}/${hotel.slug}/notices`)
  const line = manager.getByRole('row').filter({ hasText: 'Emergency entry for 205' })
  await expect(line).toContainText('Welfare')
  await expect(line).toContainText('Martin Manager')
  await expect(line).toContainText('Olivia Owner')
  await expectAccessible(manager)
  await manager.goto(`${hotel.url}/${hotel.slug}/activity`)
  const row = (what: string) => manager.getByRole('row').filter({ hasText: what }).filter({ hasText: '205' }).first()
  await expect(row('Pressed Emergency entry')).toContainText('Clara Clerk')
  await expect(row('Gave the reason of an emergency entry')).toContainText('Welfare')
  await expect(row('Marked an emergency entry as seen')).toBeVisible()
})

test('emergency entry stands at the Locks and on the lock’s page for those who may, and is refused without contact (I6)', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  test.setTimeout(180_000)
  await signIn(page, 'clerk')
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await page.getByRole('button', { name: /^Emergency for 302$/ }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Unlock 302 now' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: '302', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Emergency entry', exact: true })).toBeVisible()

  await hotel.control.patch('/gateways/GW000003', { contact: false })
  try {
    await expect(page.getByText(/do not get there/).first()).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Emergency entry', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText(/Nothing would reach 302/)).toBeVisible()
    await expect(dialog.getByText(/emergency key/).first()).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Unlock 302 now' })).toHaveCount(0)
  } finally {
    await hotel.control.patch('/gateways/GW000003', { contact: true })
  }

  const technician = await openAs('maintenance')
  await technician.goto(`${hotel.url}/${hotel.slug}/locks`)
  await expect(technician.getByRole('link', { name: '302', exact: true })).toBeVisible()
  await expect(technician.getByRole('button', { name: /^Emergency/ })).toHaveCount(0)
})
