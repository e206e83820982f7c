import { expect, test } from './fixtures/test'

test('a server killed in the middle of a command tells it as no answer after its restart, and nothing is sent twice (I17)', async ({
  page,
  hotel,
  signIn,
}) => {
  await hotel.control.post('/wrong-answers', { kind: 'hang', call: 'remote-unlock' })
  await signIn(page, 'manager')
  await page.getByRole('button', { name: /^Unlock for 401$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Luggage').check()
  await dialog.getByLabel(/I have checked who is asking/).check()
  await dialog.getByRole('button', { name: 'Unlock', exact: true }).click()
  await expect
    .poll(
      async () =>
        (await hotel.control.get<{ requests: unknown[] }>('/requests?call=remote-unlock&pathIncludes=MJ000401'))
          .requests.length,
    )
    .toBe(1)
  await page.goto('about:blank')
  await hotel.killAndRestart()
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await expect(page.getByText(/no answer to an unlock/i)).toBeVisible({ timeout: 30_000 })
  const { requests } = await hotel.control.get<{ requests: unknown[] }>(
    '/requests?call=remote-unlock&pathIncludes=MJ000401',
  )
  expect(requests).toHaveLength(1)
})
