import { expect, forgetSession, patient, test } from './fixtures/test'

test('an administrator adds a person and hands a password out once; the person sets their own, works, and is refused from the next press on once the role is gone', async ({
  page,
  hotel,
  signIn,
  browser,
}) => {
  const staffPage = `${hotel.url}/${hotel.slug}/settings/staff`
  await signIn(page, 'admin')
  await page.goto(staffPage)
  await page.getByRole('button', { name: 'Add a person' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a person' })
  await adding.getByLabel('Name').fill('Nora Night')
  await adding.getByLabel('Email').fill('nora@demo.test')
  await adding.getByLabel('Front desk').check()
  await adding.getByRole('button', { name: 'Add', exact: true }).click()
  const handedOut = page.getByRole('dialog', { name: 'One-time password for Nora Night' })
  await expect(handedOut.getByText('It is shown only now.', { exact: false })).toBeVisible()
  const oneTime = (await handedOut.locator('.select-all').textContent()) ?? ''
  expect(oneTime.length).toBeGreaterThan(14)
  await handedOut.getByRole('button', { name: 'Done' }).click()
  const row = page.getByRole('row', { name: /Nora Night/ })
  await expect(row).toContainText('has a one-time password')
  await page.reload()
  expect(await page.content()).not.toContain(oneTime)

  const nora = patient(await (await browser.newContext()).newPage())
  const enter = async (password: string) => {
    await nora.goto(`${hotel.url}/sign-in`)
    await nora.getByLabel('Email').fill('nora@demo.test')
    await nora.getByLabel('Password', { exact: true }).fill(password)
    await nora.getByRole('button', { name: 'Sign in' }).click()
  }
  await enter(oneTime)
  await nora.waitForURL(`${hotel.url}/new-password`)
  // Until then nothing else opens.
  await nora.goto(`${hotel.url}/${hotel.slug}/locks`)
  await expect(nora.getByRole('heading', { name: 'Choose your own password' })).toBeVisible()
  await nora.getByLabel('The password you were given').fill(oneTime)
  await nora.getByLabel('New password', { exact: true }).fill('too short')
  await nora.getByRole('button', { name: 'Change password' }).click()
  await expect(nora.getByText('The password is too short.', { exact: false }).first()).toBeVisible()
  await nora.getByLabel('The password you were given').fill(oneTime)
  await nora.getByLabel('New password', { exact: true }).fill('lantern over the night desk')
  await nora.getByRole('button', { name: 'Change password' }).click()
  await nora.waitForURL(`${hotel.url}/${hotel.slug}`)
  await forgetSession(nora)
  await enter(oneTime)
  await expect(nora.getByRole('alert').first()).toBeVisible()
  await enter('lantern over the night desk')
  await nora.waitForURL(`${hotel.url}/${hotel.slug}`)
  await nora.getByRole('button', { name: 'Issue code for 210' }).click()
  const issuing = nora.getByRole('dialog', { name: 'Issue code for 210' })
  await issuing.getByLabel('For', { exact: true }).fill('Ada Byron')

  // The role goes while she is at it: the very next press is refused, and what she typed stays (I31).
  await page.goto(staffPage)
  await page.getByRole('button', { name: 'More for Nora Night' }).click()
  await page.getByRole('menuitem', { name: 'Change roles' }).click()
  const roles = page.getByRole('dialog', { name: 'Roles of Nora Night' })
  await roles.getByLabel('Front desk').uncheck()
  await roles.getByLabel('Maintenance').check()
  await roles.getByRole('button', { name: 'Change roles' }).click()
  await expect(page.getByText('The roles of Nora Night were changed.')).toBeVisible()
  await issuing.getByRole('button', { name: 'Issue code' }).click()
  await expect(issuing.getByText('Your roles do not include this.')).toBeVisible()
  await expect(issuing.getByLabel('For', { exact: true })).toHaveValue('Ada Byron')
  const { requests } = await hotel.control.get<{ requests: unknown[] }>(
    '/requests?call=set-passcode&pathIncludes=MJ000210',
  )
  expect(requests).toHaveLength(0)
  await nora.goto(`${hotel.url}/${hotel.slug}`)
  // Maintenance sees the room; its door is the front desk's.
  await expect(nora.getByRole('link', { name: '210' }).first()).toBeVisible()
  await expect(nora.getByRole('button', { name: 'Unlock for 210' })).toHaveCount(0)
  await expect(nora.getByRole('button', { name: 'Issue code for 210' })).toHaveCount(0)

  // Housekeeping on one floor sees its rooms and the common doors, and no other room by its address either.
  const other = await nora.getByRole('link', { name: '301' }).first().getAttribute('href')
  await page.getByRole('button', { name: 'More for Nora Night' }).click()
  await page.getByRole('menuitem', { name: 'Change roles' }).click()
  await roles.getByLabel('Maintenance').uncheck()
  await roles.getByLabel('Housekeeping').check()
  const floors = roles.getByRole('group', { name: 'Housekeeping sees the rooms on these floors' })
  await floors.getByLabel('2', { exact: true }).check()
  await roles.getByRole('button', { name: 'Change roles' }).click()
  await expect(row).toContainText('Housekeeping (floors: 2)')
  await nora.goto(`${hotel.url}/${hotel.slug}`)
  await expect(nora.getByRole('link', { name: '210' }).first()).toBeVisible()
  await expect(nora.getByRole('link', { name: '301' })).toHaveCount(0)
  await nora.goto(`${hotel.url}${other}`)
  await expect(nora.getByText('There is no page at this address', { exact: false }).first()).toBeVisible()

  await page.getByRole('button', { name: 'More for Nora Night' }).click()
  await page.getByRole('menuitem', { name: 'Switch off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
  await expect(row).toContainText('switched off')
  await nora.goto(`${hotel.url}/${hotel.slug}/locks`)
  await expect(nora).toHaveURL(/\/sign-in/)
  await nora.context().close()
})

test('a manager sees the staff and may switch off who has desk roles only; a clerk sees nobody', async ({
  page,
  hotel,
  signIn,
  openAs,
}) => {
  await signIn(page, 'manager')
  await page.goto(`${hotel.url}/${hotel.slug}/settings/staff`)
  await expect(page.getByRole('button', { name: 'Add a person' })).toHaveCount(0)
  await page.getByRole('button', { name: 'More for Tom Technician' }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Switch off'])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'More for Olivia Owner' })).toHaveCount(0)
  const clerk = await openAs('clerk')
  await clerk.goto(`${hotel.url}/${hotel.slug}/settings/staff`)
  await expect(clerk.getByText('Your roles do not include this.').first()).toBeVisible()
})
