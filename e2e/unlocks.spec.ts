import { expect, test } from './fixtures/test'

test('a clerk unlocks a door remotely and sees live that it obeyed', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'clerk')
  await page.getByRole('button', { name: /^Unlock for 201$/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/Keydesk cannot know/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Luggage').check()
  await dialog.getByLabel(/I have checked who is asking/).check()
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).dblclick()
  await expect(dialog.locator('[data-instruction][data-state="done"]').first()).toBeVisible()
  const { requests } = await hotel.control.get<{ requests: unknown[] }>(
    '/requests?call=remote-unlock&pathIncludes=MJ000201',
  )
  expect(requests).toHaveLength(1)
  const lock = await hotel.control.get<{ unlocked: boolean }>('/locks/MJ000201')
  expect(lock.unlocked).toBe(true)
})

test('without contact the Desk says which rooms, and an unlock is refused with the reason (I6)', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'manager')
  await hotel.control.patch('/gateways/GW000003', { contact: false })
  await expect(page.getByText(/new codes cannot reach/i).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/Codes already on the doors still work/i).first()).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${hotel.url}/${hotel.slug}/gateways`)
  await expect(page.getByText(/no contact/i).first()).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await page.getByRole('button', { name: /^Unlock for 301$/ }).click()
  await expect(page.getByRole('dialog').getByText(/Nothing would reach 301/)).toBeVisible()
  await hotel.control.patch('/gateways/GW000003', { contact: true })
})
