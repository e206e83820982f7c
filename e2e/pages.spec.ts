import { expect, test } from './fixtures/test'

const places = [
  '',
  '/locks',
  '/gateways',
  '/keys',
  '/shared-keys',
  '/activity',
  '/notices',
  '/settings',
  '/settings/property',
  '/settings/privacy',
  '/settings/staff',
  '/settings/lock-server',
  '/settings/callback',
  '/settings/rooms',
  '/settings/me',
]
const widths = [360, 768, 1366]

test('the sign-in page has no findings, says what is wrong in words and keeps the email', async ({
  page,
  hotel,
  expectAccessible,
}) => {
  await page.goto(`${hotel.url}/sign-in`)
  await expectAccessible(page)
  await page.getByLabel('Email').fill('nobody@demo.test')
  await page.getByLabel('Password', { exact: true }).fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue('nobody@demo.test')
  await expectAccessible(page)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is without findings in ${colorScheme} at 360, 768 and 1366 pixels`, async ({
    page,
    hotel,
    signIn,
    expectAccessible,
  }) => {
    test.setTimeout(300_000)
    await page.emulateMedia({ colorScheme })
    await signIn(page, 'admin')
    for (const place of places) {
      await page.goto(`${hotel.url}/${hotel.slug}${place}`)
      await expect(page.getByRole('main')).toBeVisible()
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 })
        await expectAccessible(page)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(overflow, `${place} at ${width}`).toBeLessThanOrEqual(0)
      }
    }
  })
}

test('a page of another hotel, and one without a session, is not shown (I29, I30)', async ({ page, hotel, signIn }) => {
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await expect(page).toHaveURL(/\/sign-in/)
  await signIn(page, 'clerk')
  const response = await page.request.get(`${hotel.url}/no-such-hotel/locks`)
  expect(response.status()).toBe(404)
})
