import type { Page } from '@playwright/test'
import { type Hotel, startLockServer } from './fixtures/hotel'
import { expect, test } from './fixtures/test'

const place = (hotel: Hotel, part: string) => `${hotel.url}/${hotel.slug}/settings/${part}`

/** Presses *Test connection* and is where its findings stand. */
async function testConnection(page: Page) {
  await page.getByRole('button', { name: 'Test connection' }).click()
  const panel = page.getByRole('region', { name: 'Test connection' })
  await expect(panel.getByText('Asking the Lock Server', { exact: false })).toHaveCount(0, { timeout: 30_000 })
  return panel
}

test('Test connection says in words what fails – password, path style, nobody there – before anything is saved', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  await signIn(page, 'admin')
  await page.goto(place(hotel, 'lock-server'))
  const works = await testConnection(page)
  await expect(works.getByText('Signed in')).toBeVisible()
  await expect(works.getByText(/^5[678] locks$/)).toBeVisible()
  await expect(works.getByText('6 gateways')).toBeVisible()

  await page.getByLabel('Password', { exact: true }).fill('not its password')
  const refused = await testConnection(page)
  await expect(refused.getByText('It refuses the login.', { exact: false })).toBeVisible()
  await expect(refused.getByText('Not asked, since the login did not work.').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Password', { exact: true }).fill('')

  await page.getByLabel('Below /servers').check()
  const style = await testConnection(page)
  await expect(style.getByText('“Documented” fits')).toBeVisible()
  await style.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByLabel('Documented')).toBeChecked()
  await expect(style.getByText('fits', { exact: true })).toBeVisible()

  await page.getByLabel('Address of the Lock Server').fill('http://127.0.0.1:9')
  await testConnection(page)
  await expect(page.getByText('Type it again: the stored one does not go to another address.')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('123456')
  const nobody = await testConnection(page)
  await expect(nobody.getByText('Nothing answers at this address.', { exact: false })).toBeVisible()

  await page.reload()
  await expect(page.getByLabel('Address of the Lock Server')).toHaveValue(hotel.lockServerUrl)
})

test('a certificate is shown before it is trusted, and no password is sent until then (R18)', async ({
  page,
  hotel,
  signIn,
  expectAccessible,
}) => {
  const secure = await startLockServer(true)
  try {
    await signIn(page, 'admin')
    await page.goto(place(hotel, 'lock-server'))
    await page.getByLabel('Address of the Lock Server').fill(secure.url)
    await page.getByLabel('Password', { exact: true }).fill('123456')
    const panel = await testConnection(page)
    await expect(panel.getByText('No password was sent.', { exact: false })).toBeVisible()
    await expect(panel.getByText('itself (self-signed)')).toBeVisible()
    await expect(panel.getByText('Compare it with the vendor’s.')).toBeVisible()
    await expectAccessible(page)
    expect((await secure.control.get<{ requests: unknown[] }>('/requests')).requests).toHaveLength(0)
    const { sha256 } = await secure.control.get<{ sha256: string }>('/certificate')
    const shown = ((await panel.textContent()) ?? '').replace(/[\s:]/g, '').toLowerCase()
    expect(shown).toContain(sha256)
    await panel.getByRole('button', { name: 'It is the same: trust it' }).click()
    await expect(panel.getByText('Signed in')).toBeVisible()
    await expect(panel.getByText('This is the certificate that you trust.')).toBeVisible()
    await expect(panel.getByText('These settings are not saved yet: press Save.')).toBeVisible()
    // An impostor's certificate at the same address is refused again.
    await secure.control.post('/certificate/swap')
    await testConnection(page)
    await expect(page.getByText('The address shows another certificate than this one.')).toBeVisible()
    await expect(panel.getByText('Signed in')).toHaveCount(0)
  } finally {
    await secure.stop()
  }
})

test('a secret is set and never read back: not in the page, not in the answer to Save', async ({
  page,
  hotel,
  signIn,
}) => {
  const secret = 'magpie-on-the-roof-9481'
  await signIn(page, 'admin')
  await page.goto(place(hotel, 'lock-server'))
  await hotel.control.patch('/settings', { password: secret })
  await page.getByLabel('Password', { exact: true }).fill(secret)
  // Read on its way: once the page has gone on, the browser keeps no answer.
  const answers: string[] = []
  await page.route('**', async (route) => {
    if (route.request().headers()['next-action'] === undefined) return route.continue()
    const response = await route.fetch()
    answers.push(await response.text())
    await route.fulfill({ response })
  })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(() => answers.length).toBeGreaterThan(0)
  expect(answers.join()).not.toContain(secret)
  await expect(page.getByText('Saved.').first()).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  await expect(page.getByText('Set; leave empty to keep.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  expect(await page.content()).not.toContain(secret)
  const panel = await testConnection(page)
  await expect(panel.getByText('Signed in')).toBeVisible()
})

test('times and margins of the property are checked, saved and used by the next code', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await signIn(page, 'admin')
  await page.goto(place(hotel, 'property'))
  await page.getByLabel('Works after departure (minutes)').fill('600')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByLabel('Works after departure (minutes)')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Works after departure (minutes)').fill('45')
  await page.getByLabel('Departure until').fill('10:00')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByText('Saved.').first()).toBeVisible()
  const clerk = await openAs('clerk')
  await clerk.getByRole('button', { name: 'Issue code for 202' }).click()
  await expect(clerk.getByLabel('Until, Time')).toHaveValue('10:45')
  await page.getByLabel('Works after departure (minutes)').fill('30')
  await page.getByLabel('Departure until').fill('11:00')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByLabel('Departure until')).toHaveValue('11:00')
  await page.getByLabel('New reason').fill('Flower delivery')
  await page.getByRole('button', { name: 'Add a reason' }).click()
  await page.getByRole('button', { name: 'Save' }).last().click()
  await clerk.goto(`${hotel.url}/${hotel.slug}`)
  await clerk.getByRole('button', { name: 'Unlock for 202' }).click()
  await expect(clerk.getByRole('dialog').getByLabel('Flower delivery')).toBeVisible()
})

test('a manager sees the settings and changes nothing', async ({ page, hotel, signIn }) => {
  await signIn(page, 'manager')
  await page.goto(place(hotel, 'lock-server'))
  await expect(page.getByText('You can see this; an administrator can change it.')).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
  await page.goto(place(hotel, 'property'))
  await expect(page.getByLabel('Name', { exact: true })).not.toBeEditable()
})
