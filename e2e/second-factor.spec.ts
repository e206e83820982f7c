import type { Page } from '@playwright/test'
import { appCode } from './fixtures/app-code'
import { expect, forgetSession, test } from './fixtures/test'

// Its people need a second step from then on: a hotel of its own.
test.use({ hotelOptions: { tls: false } })

async function enterPassword(page: Page, url: string, person: { email: string; password: string }) {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('an authenticator app is set up on My account; from then on the password alone opens nothing, and a recovery code is told', async ({
  page,
  hotel,
  expectAccessible,
}) => {
  const manager = hotel.people.manager ?? { email: '', password: '' }
  await enterPassword(page, hotel.url, manager)
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)
  await expect(page.getByText('Your roles need a second factor from', { exact: false })).toBeVisible()
  await page.getByRole('link', { name: 'Set up now' }).click()
  await page.getByRole('button', { name: 'Set up an app' }).click()
  const dialog = page.getByRole('dialog', { name: 'Authenticator app' })
  await expectAccessible(page)
  const secret = (await dialog.locator('[data-totp-secret]').textContent()) ?? ''
  await dialog.getByLabel('Code that the app shows').fill('000000')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog.getByText('This is not the code', { exact: false })).toBeVisible()
  // The step before: the present one is then still good for signing in.
  await dialog.getByLabel('Code that the app shows').fill(appCode(secret, -30_000))
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  const shown = page.getByRole('dialog', { name: 'Recovery codes' })
  await expect(shown.getByRole('listitem')).toHaveCount(10)
  const codes = await shown.getByRole('listitem').allTextContents()
  // Shown this once: Esc asks.
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Have you kept them?' }).getByRole('button', { name: 'Back' }).click()
  await expect(shown.getByRole('listitem')).toHaveCount(10)
  await shown.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 are left.', { exact: false })).toBeVisible()
  await expect(page.getByText('Your roles need a second factor from', { exact: false })).toHaveCount(0)
  await expectAccessible(page)
  await page.reload()
  expect(await page.content()).not.toContain(codes[0])

  await forgetSession(page)
  await enterPassword(page, hotel.url, manager)
  await expect(page.getByRole('heading', { name: 'The second step' })).toBeVisible()
  await expectAccessible(page)
  // The first step opened nothing.
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await expect(page).toHaveURL(/\/sign-in/)
  await enterPassword(page, hotel.url, manager)
  await page.getByLabel('Code').fill(appCode(secret, 3_600_000))
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('This code is not right.')).toBeVisible()
  await page.getByLabel('Code').fill(appCode(secret))
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)

  await forgetSession(page)
  await enterPassword(page, hotel.url, manager)
  await page.getByLabel('Code').fill(codes[3] ?? '')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)
  await expect(page.getByText('You signed in with a recovery code. 9 are left.')).toBeVisible()
  await page.goto(`${hotel.url}/${hotel.slug}/settings/staff`)
  await expect(page.getByRole('row', { name: /Martin Manager/ })).toContainText('yes')
  await expect(page.getByRole('row', { name: /Alex Administrator/ })).toContainText('until')
  await expect(page.getByRole('row', { name: /Clara Clerk/ })).toContainText('not needed')
})

test('a passkey is added on My account and signs in without password; the house asks for it again where that is needed', async ({
  page,
  hotel,
  context,
}) => {
  const clerk = hotel.people.clerk ?? { email: '', password: '' }
  const browser = await context.newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await enterPassword(page, hotel.url, clerk)
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)
  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByLabel('Name').fill('Reception PC')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('dialog', { name: 'Recovery codes' }).getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('Reception PC', { exact: true })).toBeVisible()

  await forgetSession(page)
  await page.goto(`${hotel.url}/sign-in?to=/${hotel.slug}/locks`)
  await page.getByRole('button', { name: /passkey/ }).click()
  await page.waitForURL(`${hotel.url}/${hotel.slug}/locks`)

  await forgetSession(page)
  await enterPassword(page, hotel.url, clerk)
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).click()
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)

  // And opens the screen that its person locked; a poll's answer from before, that comes as it opens, does not lock it again.
  await page.evaluate(() => {
    const post = BroadcastChannel.prototype.postMessage
    BroadcastChannel.prototype.postMessage = function tell(message) {
      if (JSON.stringify(message).includes('unlocked')) window.dispatchEvent(new Event('keydesk:locked'))
      post.call(this, message)
    }
  })
  await page.keyboard.press('Control+Shift+L')
  const lock = page.getByRole('dialog', { name: 'Locked' })
  await lock.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(lock).toBeHidden()
  await expect(page.getByRole('button', { name: 'Issue code for 108', exact: true })).toBeVisible()

  await page.goto('about:blank')
  await hotel.ageSignIns()
  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByRole('button', { name: 'Remove the passkey Reception PC' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  const question = page.getByRole('dialog', { name: 'Your password, please' })
  await question.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByText('The passkey was removed.')).toBeVisible()
  await forgetSession(page)
  await enterPassword(page, hotel.url, clerk)
  await page.waitForURL(`${hotel.url}/${hotel.slug}`)
})
