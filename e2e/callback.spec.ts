import type { Page } from '@playwright/test'
import type { Hotel } from './fixtures/hotel'
import { expect, forgetSession, test } from './fixtures/test'

// Both ends speak https here: the Lock Server, and Keydesk behind a proxy that ends TLS.
test.use({ hotelOptions: { tls: true }, ignoreHTTPSErrors: true })

interface Sent {
  status: number | null
  approved: boolean
  error: string | null
}

const share = (hotel: Hotel, lockName: string, more = {}) =>
  hotel.control.post<Sent>('/send-callback', { lockNames: [lockName], trust: hotel.certificate, ...more })

async function setCallback(page: Page, hotel: Hotel, change: () => Promise<void>): Promise<void> {
  await page.goto(`${hotel.url}/${hotel.slug}/settings/callback`)
  await change()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/^Saved/).first()).toBeVisible()
}

test('switched on in Settings, a key shared over TLS appears under Keys from other systems; off and refused are kept apart (R16)', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  expect(hotel.url).toMatch(/^https:/)
  const { 'strict-transport-security': strict } = (await page.request.get(`${hotel.url}/sign-in`)).headers()
  expect(strict).toMatch(/^max-age=\d{8}/)
  await signIn(page, 'admin')
  await setCallback(page, hotel, () => page.getByLabel('Take calls').uncheck())
  await expect(page.getByText('Keydesk logged in again without an address.')).toBeVisible()
  const address = await page.getByLabel('Address', { exact: true }).inputValue()
  expect(address).toMatch(/^https:\/\/localhost:/)
  expect(await share(hotel, 'MJ000204', { address })).toMatchObject({ status: 401, approved: false })

  await setCallback(page, hotel, async () => {
    await page.getByLabel('Take calls').check()
    await page.getByLabel('Accept for locks that Keydesk knows').check()
    await page.getByLabel('Days from now').fill('3')
  })
  await expect(page.getByText('Keydesk logged in again with the address below.')).toBeVisible()
  await expectAccessible(page)
  expect(await share(hotel, 'MJ000204', { body: 'several', receiverPhone: '4930123456' })).toMatchObject({
    status: 200,
    approved: true,
  })
  const late = Date.now() + 9 * 86_400_000
  expect(await share(hotel, 'MJ000304', { body: 'several', endAt: late })).toMatchObject({
    status: 200,
    approved: false,
  })
  // Whoever has no token of ours is not heard at all.
  expect(await share(hotel, 'MJ000204', { bearer: 'none' })).toMatchObject({ status: 401, approved: false })

  await setCallback(page, hotel, () => page.getByLabel('Refuse all').check())
  expect(await share(hotel, 'MJ000404', { body: 'several' })).toMatchObject({ status: 200, approved: false })

  await forgetSession(page)
  await signIn(page, 'manager')
  await page.goto(`${hotel.url}/${hotel.slug}/keys`)
  await page.getByRole('link', { name: 'Keys from other systems' }).first().click()
  const row = (room: string) =>
    page.getByRole('table', { name: 'Keys from other systems' }).getByRole('row').filter({ hasText: room })
  await expect(row('204')).toContainText('Approved')
  await expect(row('204')).toContainText('••• 456')
  await expect(row('304')).toContainText('It would work further ahead than is allowed here')
  await expect(row('404')).toContainText('Every key is refused here')
  await expect(page.getByRole('table', { name: 'Keys from other systems' }).getByRole('row')).toHaveCount(4)
  await row('204').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: 'Key for 204' })).toBeVisible()
  await page.getByLabel('Note for the desk').fill('The tour group’s bus driver')
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByText('Note saved')).toBeVisible()
  await expectAccessible(page)
})

test('a Lock Server without tokens calls by the secret part of the address; a new part ends the old address (R17)', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'admin')
  await setCallback(page, hotel, async () => {
    await page.getByLabel('Take calls').check()
    await page.getByLabel('Also without a token, by the secret part of the address').check()
    await page.getByLabel('Accept all').check()
  })
  const address = await page.getByLabel('Address', { exact: true }).inputValue()
  expect(await share(hotel, 'MJ000207', { address, bearer: 'none' })).toMatchObject({ approved: true })
  await page.getByRole('button', { name: 'New secret part' }).click()
  const asked = page.getByRole('dialog', { name: 'Make a new secret part?' })
  await expectAccessible(page)
  await asked.getByRole('button', { name: 'Make a new part' }).click()
  await expect(asked).toBeHidden()
  await expect(page.getByLabel('Address', { exact: true })).not.toHaveValue(address)
  expect(await share(hotel, 'MJ000207', { address, bearer: 'none' })).toMatchObject({ status: 401, approved: false })
})

test('over https the language chosen in the menu, and the one that signing in brings, are kept for this host and https alone', async ({
  page,
  hotel,
  signIn,
}) => {
  const kept = async () =>
    (await page.context().cookies()).flatMap(({ name, value, secure, path }) =>
      name.includes('language') ? [{ name, value, secure, path }] : [],
    )
  const german = { name: '__Host-keydesk.language', value: 'de', secure: true, path: '/' }
  const choose = async (language: string) => {
    await page.getByRole('button', { name: /^(Your account|Ihr Konto): / }).click()
    await page.getByRole('button', { name: language, exact: true }).click()
  }
  await signIn(page, 'admin')
  await choose('Deutsch')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  expect(await kept()).toEqual([german])
  await forgetSession(page)
  await page.context().clearCookies()
  await signIn(page, 'admin')
  expect(await kept()).toEqual([german])
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await choose('English')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})
