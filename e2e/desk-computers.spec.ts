import type { Browser, Page } from '@playwright/test'
import { appCode } from './fixtures/app-code'
import { expectDone, issueCode } from './fixtures/codes'
import type { Hotel } from './fixtures/hotel'
import { expect, patient, test, untilPressable } from './fixtures/test'

// Its administrator needs a second step from then on: a hotel of its own.
test.use({ hotelOptions: { tls: false } })
test.describe.configure({ timeout: 240_000 })

const pins = { manager: '739164', clerk: '605947' }

/** A browser whose console is not listened to: it says each poll that is refused while the screen is locked. */
const openBrowser = async (browser: Browser) => patient(await (await browser.newContext()).newPage())

const lockOf = (page: Page) => page.getByRole('dialog', { name: 'Locked' })
const personOf = (page: Page, name: string) => page.getByRole('button', { name: `Your account: ${name}` })

async function signInAtLock(page: Page, hotel: Hotel, who: string) {
  const person = hotel.people[who]
  const lock = lockOf(page)
  await lock.getByLabel('Email').fill(person?.email ?? '')
  await lock.getByLabel('Password').fill(person?.password ?? '')
  await lock.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function registerComputer(page: Page, hotel: Hotel, name: string, look = async () => {}) {
  await page.goto(`${hotel.url}/${hotel.slug}/settings/staff`)
  await page.getByRole('button', { name: 'Register this computer' }).click()
  const asked = page.getByRole('dialog', { name: 'Register this computer' })
  await asked.getByLabel('Name').fill(name)
  await look()
  await asked.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText('this one')).toBeVisible()
}

async function unlock(page: Page, hotel: Hotel, who: string) {
  const lock = lockOf(page)
  await lock.getByLabel('Password').fill(hotel.people[who]?.password ?? '')
  await lock.getByRole('button', { name: 'Unlock' }).click()
  await expect(lock).toBeHidden()
}

async function setPin(page: Page, hotel: Hotel, pin: string) {
  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByRole('button', { name: 'Set a PIN' }).click()
  const dialog = page.getByRole('dialog', { name: 'New PIN' })
  const type = async (first: string, second: string) => {
    await dialog.getByLabel('New PIN').fill(first)
    await dialog.getByLabel('Once more').fill(second)
    await dialog.getByRole('button', { name: 'Save' }).click()
  }
  await type('121212', '121212')
  await expect(dialog.getByText('Too easy to guess', { exact: false })).toBeVisible()
  await type(pin, pin)
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Set. 5 wrong tries are left.')).toBeVisible()
}

test('at a registered computer the screen is locked by a key, the next person goes on by PIN where the page stands, and back', async ({
  browser,
  hotel,
  signIn,
  expectAccessible,
}) => {
  const page = await openBrowser(browser)
  const [manager, clerk] = [hotel.people.manager?.name ?? '', hotel.people.clerk?.name ?? '']
  await signIn(page, 'manager')
  await registerComputer(page, hotel, 'Front desk left', () => expectAccessible(page))
  // The button is gone with what it did; the focus stays there.
  await expect(page.getByText('At a registered computer', { exact: false })).toBeFocused()
  await expect(page).toHaveTitle(/Staff/)
  await expectAccessible(page)
  await setPin(page, hotel, pins.manager)
  await expect(page).toHaveTitle(/My account/)
  await expectAccessible(page)

  // The clerk signs in fully once, over the locked page.
  await page.keyboard.press('Control+Shift+L')
  const lock = lockOf(page)
  await expect(lock.getByLabel('PIN')).toBeFocused()
  await expectAccessible(page)
  await expect(page.getByRole('heading', { name: 'My account' })).toBeHidden()
  await lock.getByRole('button', { name: 'Somebody else' }).click()
  await signInAtLock(page, hotel, 'clerk')
  await expect(personOf(page, clerk)).toBeVisible()
  expect(page.url()).toBe(`${hotel.url}/${hotel.slug}/settings/me`)
  await setPin(page, hotel, pins.clerk)

  // From then on both change over by PIN.
  await page.goto(`${hotel.url}/${hotel.slug}/locks`)
  await personOf(page, clerk).click()
  await page.getByRole('button', { name: 'Lock screen' }).click()
  await lock.getByRole('button', { name: 'Somebody else' }).click()
  await expectAccessible(page)
  await lock.getByRole('button', { name: manager }).click()
  await lock.getByLabel(`PIN of ${manager}`).fill('480295')
  await lock.getByRole('button', { name: 'Unlock' }).click()
  await expect(lock.getByText('This PIN is not right.')).toBeVisible()
  await expect(lock.getByText('4 tries are left', { exact: false })).toBeVisible()
  await lock.getByLabel(`PIN of ${manager}`).fill(pins.manager)
  await lock.getByRole('button', { name: 'Unlock' }).click()
  await expect(personOf(page, manager)).toBeVisible()
  expect(page.url()).toBe(`${hotel.url}/${hotel.slug}/locks`)

  // What the next person may not see is refused as ever, and a page that is loaded anew stays locked.
  await page.goto(`${hotel.url}/${hotel.slug}/settings/property`)
  await page.keyboard.press('Control+Shift+L')
  await expect(lock.getByLabel('PIN')).toBeFocused()
  await page.reload()
  await expect(page).toHaveURL(/\/locked\?to=/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Somebody else' }).click()
  await page.getByRole('button', { name: clerk }).click()
  await page.getByLabel(`PIN of ${clerk}`).fill(pins.clerk)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page).toHaveURL(`${hotel.url}/${hotel.slug}/settings/property`)
  await expect(page.getByRole('heading', { name: 'Your roles do not include this.' }).first()).toBeAttached()

  // The key is listed.
  await untilPressable(page)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog').getByText('Lock screen')).toBeVisible()
  await page.context().close()
})

test('an untouched screen locks over a half-filled form; its person unlocks, presses, and one code is issued', async ({
  browser,
  hotel,
  signIn,
  expectAccessible,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'clerk')
  await page.getByRole('button', { name: 'Issue code for 108', exact: true }).click()
  const dialog = page.getByRole('dialog')
  const guest = page.getByLabel('For', { exact: true })
  await guest.fill('Ada Byron')
  // The press comes before any poll has said that the screen is locked.
  await page.route(`**/api/${hotel.slug}/**`, (route) => route.abort())
  await hotel.leaveScreens()
  await dialog.getByRole('button', { name: 'Issue code' }).click()
  const lock = lockOf(page)
  await expect(lock.getByLabel('Password')).toBeFocused()
  await expect(guest).toBeHidden()
  await expectAccessible(page)
  // Nothing but the own ways where the computer is not registered.
  await expect(lock.getByLabel('PIN')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(lock).toBeVisible()
  await page.unroute(`**/api/${hotel.slug}/**`)
  await lock.getByLabel('Password').fill('not the password at all')
  await lock.getByRole('button', { name: 'Unlock' }).click()
  await expect(lock.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await expect(lock.getByText('Email', { exact: false })).toHaveCount(0)
  await unlock(page, hotel, 'clerk')
  await expect(guest).toHaveValue('Ada Byron')
  await expect(dialog.getByText('The screen was locked.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Issue code' }).click()
  await expectDone(dialog)
  await page.goto(`${hotel.url}/${hotel.slug}/keys`)
  await expect(page.getByRole('row').filter({ hasText: 'Ada Byron' })).toHaveCount(1)
  await page.context().close()
})

test('a poll that is told so covers the page; whoever signs in instead sees nothing that was typed, in no tab', async ({
  browser,
  hotel,
  signIn,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'clerk')
  const second = patient(await page.context().newPage())
  await second.goto(`${hotel.url}/${hotel.slug}`)
  await second.getByRole('button', { name: 'Issue code for 209', exact: true }).click()
  await second.getByRole('dialog').getByLabel('For', { exact: true }).fill('Emmy Noether')
  await page.bringToFront()
  await page.getByRole('button', { name: 'Issue code for 207', exact: true }).click()
  await page.getByRole('dialog').getByLabel('For', { exact: true }).fill('Konrad Zuse')
  await hotel.leaveScreens()
  const lock = lockOf(page)
  await expect(lock).toBeVisible({ timeout: 60_000 })
  await lock.getByRole('button', { name: 'Somebody else' }).click()
  await signInAtLock(page, hotel, 'manager')
  for (const tab of [page, second]) {
    await expect(personOf(tab, hotel.people.manager?.name ?? '')).toBeVisible({ timeout: 30_000 })
    expect(tab.url()).toBe(`${hotel.url}/${hotel.slug}`)
    await expect(tab.getByRole('dialog')).toHaveCount(0)
    const typed = await tab.evaluate(() =>
      [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join(),
    )
    expect(typed + (await tab.content())).not.toMatch(/Konrad Zuse|Emmy Noether/)
  }
  await page.context().close()
})

test('what needs it asks for the PIN at a registered computer; for how one signs in no PIN is enough (R)', async ({
  browser,
  hotel,
  signIn,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'manager')
  await registerComputer(page, hotel, 'Front desk right')
  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByRole('button', { name: /^(Set a|Change the) PIN$/ }).click()
  const dialog = page.getByRole('dialog', { name: 'New PIN' })
  for (const field of ['New PIN', 'Once more']) await dialog.getByLabel(field).fill(pins.manager)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await page.goto('about:blank')
  await hotel.ageSignIns()

  await page.goto(`${hotel.url}/${hotel.slug}/activity`)
  const exported = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const proof = page.getByRole('dialog', { name: 'Your PIN, please' })
  await proof.getByLabel('PIN').fill(pins.manager)
  await proof.getByRole('button', { name: 'Go on' }).click()
  await exported

  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByRole('button', { name: 'Change the PIN' }).click()
  for (const field of ['New PIN', 'Once more']) await dialog.getByLabel(field).fill('918374')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const password = page.getByRole('dialog', { name: 'Your password, please' })
  await password.getByLabel('Password').fill(hotel.people.manager?.password ?? '')
  await expect(password.getByRole('button', { name: 'Use the PIN instead' })).toHaveCount(0)
  await password.getByRole('button', { name: 'Go on' }).click()
  await expect(dialog).toBeHidden()
  await page.context().close()
})

test('what opens while the screen is locked lies under it; opened, the focus is in it, and in a dialog that showed a code', async ({
  browser,
  hotel,
  signIn,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'clerk')
  const lock = lockOf(page)
  const unlockByHand = async () => {
    await lock.getByLabel('Password').click()
    await page.keyboard.type(hotel.people.clerk?.password ?? '')
    await page.keyboard.press('Enter')
    await expect(lock).toBeHidden()
  }
  await page.keyboard.press('Control+Shift+L')
  await unlockByHand()

  // The dialog's script is still on its way when the screen is locked.
  let arrive = () => {}
  const held = new Promise<void>((resolve) => {
    arrive = resolve
  })
  await page.route('**/_next/static/chunks/**', async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest('**/_next/static/chunks/**')
  await page.getByRole('button', { name: 'Issue code for 303', exact: true }).click()
  await asked
  await page.keyboard.press('Control+Shift+L')
  await expect(lock.getByLabel('Password')).toBeFocused()
  await page.keyboard.type('half')
  arrive()
  await expect(page.locator('dialog[open]')).toHaveCount(2)
  await expect(lock.getByLabel('Password')).toBeFocused()
  await expect(lock.getByLabel('Password')).toHaveValue('half')
  await lock.getByLabel('Password').fill('')
  await unlockByHand()
  const dialog = page.getByRole('dialog', { name: 'Issue code for 303' })
  await expect(dialog.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  const issued = await issueCode(page, '303', 'Ada Byron')
  await expectDone(issued)
  await issued.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Your code' })).toBeVisible()
  const refused = page.waitForResponse((response) => response.status() === 423)
  await page.keyboard.press('Control+Shift+L')
  await expect(page.locator('[aria-hidden="true"]', { hasText: /^\d{3}\s?\d{3}$/ })).toHaveCount(0)
  // The list behind it was refused meanwhile: it is read anew at once, and not told as old.
  await refused
  const readAgain = page.waitForResponse((response) => response.url().includes('/desk') && response.ok(), {
    timeout: 5_000,
  })
  await Promise.all([readAgain, unlockByHand()])
  await expect(page.getByRole('dialog', { name: 'Code for 303' }).locator(':focus')).toHaveCount(1)
  await page.context().close()
})

test('five wrong PINs are told once, with the way that makes it count again: all that this person signs in with', async ({
  browser,
  hotel,
  signIn,
  expectAccessible,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'admin')
  await registerComputer(page, hotel, 'Back office')
  await page.goto(`${hotel.url}/${hotel.slug}/settings/me`)
  await page.getByRole('button', { name: 'Set up an app' }).click()
  const app = page.getByRole('dialog', { name: 'Authenticator app' })
  const secret = (await app.locator('[data-totp-secret]').textContent()) ?? ''
  await app.getByLabel('Code that the app shows').fill(appCode(secret, -30_000))
  await app.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await setPin(page, hotel, pins.manager)

  await page.keyboard.press('Control+Shift+L')
  const lock = lockOf(page)
  for (const left of ['4 tries are', '3 tries are', '2 tries are', 'One try is', null]) {
    await lock.getByLabel('PIN').fill('480295')
    await lock.getByRole('button', { name: 'Unlock' }).click()
    if (left) await expect(lock.getByText(`${left} left`, { exact: false })).toBeVisible()
  }
  const told = lock.getByText('The PIN was wrong five times. Sign in with email, password and second factor once')
  await expect(told).toBeVisible()
  await expect(lock.getByText('too often')).toHaveCount(0)
  await expectAccessible(page)
  await lock.getByRole('button', { name: 'Sign in with email and password' }).click()
  await expect(lock.getByLabel('Email')).toHaveValue(hotel.people.admin?.email ?? '')
  await expect(lock.getByLabel('Password')).toBeFocused()
  await lock.getByLabel('Password').fill(hotel.people.admin?.password ?? '')
  await lock.getByRole('button', { name: 'Sign in', exact: true }).click()
  await lock.getByLabel('Code of the authenticator app').fill(appCode(secret))
  await lock.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(lock).toBeHidden()
  await page.reload()
  await expect(page.getByText('Set. 5 wrong tries are left.')).toBeVisible()
  await page.context().close()
})

test('the text of a mobile key that stood on the screen when it was locked is gone from the page, and stays gone', async ({
  browser,
  hotel,
  signIn,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'clerk')
  await page.getByRole('button', { name: 'Mobile key for 107', exact: true }).click()
  const dialog = page.getByRole('dialog').first()
  await dialog.getByLabel('For', { exact: true }).fill('Mary Shelley')
  await dialog.getByLabel('I know that this key cannot be recalled').check()
  await dialog.getByRole('button', { name: 'Issue mobile key' }).click()
  await dialog.getByRole('button', { name: 'Show key once' }).click()
  const keyCode = (await page.locator('[data-key-code]').textContent()) ?? ''
  expect(keyCode.length).toBeGreaterThan(20)
  await page.keyboard.press('Control+Shift+L')
  const lock = lockOf(page)
  await expect(lock.getByLabel('Password')).toBeFocused()
  expect(await page.content()).not.toContain(keyCode)
  await expect(page.locator('[data-key-code], [aria-label="Mobile key as a QR code"]')).toHaveCount(0)
  await unlock(page, hotel, 'clerk')
  await expect(page.getByText('The screen was locked: the key is gone from it')).toBeVisible()
  expect(await page.content()).not.toContain(keyCode)
  await page.context().close()
})

test('a dialog that opens while the screen is locked does not lie over it; it is there once the screen is open', async ({
  browser,
  hotel,
  signIn,
}) => {
  const page = await openBrowser(browser)
  await signIn(page, 'manager')
  await page.goto('about:blank')
  await hotel.ageSignIns()
  await page.goto(`${hotel.url}/${hotel.slug}/activity`)
  // The answer that asks for a proof comes when the screen is locked already.
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const asked = page.waitForRequest('**/activity/export**')
  await page.route('**/activity/export**', async (route) => {
    const response = await route.fetch()
    await held
    await route.fulfill({ response })
  })
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await asked
  await page.keyboard.press('Control+Shift+L')
  const lock = lockOf(page)
  await expect(lock.getByLabel('Password')).toBeFocused()
  await page.keyboard.type('not the')
  answer()
  await expect(page.locator('dialog[open]')).toHaveCount(2)
  await page.keyboard.type(' password')
  await expect(lock.getByLabel('Password')).toHaveValue('not the password')
  await unlock(page, hotel, 'manager')
  await expect(page.getByRole('dialog', { name: 'Your password, please' })).toBeVisible()
  await page.context().close()
})
