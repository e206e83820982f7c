import { expect, test } from './fixtures/test'

test('a key that another system shares appears under Keys from other systems with its decision', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  const sent = await hotel.control.post('/send-callback', { lockNames: ['MJ000205'], path: 'lock' })
  expect(sent).toMatchObject({ status: 200, ack: 0 })
  await signIn(page, 'manager')
  await page.goto(`${hotel.url}/${hotel.slug}/shared-keys`)
  await expect(page.getByText('205').first()).toBeVisible()
  await expectAccessible(page)
})
