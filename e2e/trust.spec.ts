import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectDone, issueCode, showDigits, typeDays } from './fixtures/codes'
import { startKeydesk } from './fixtures/hotel'
import { createOwnDatabase } from './fixtures/on-postgres'
import { freePort } from './fixtures/programs'
import { expect, forgetSession, test } from './fixtures/test'

// One hotel for all of it, which the last test stops: a hotel of its own.
test.describe.configure({ mode: 'serial' })
test.use({ hotelOptions: { tls: false } })

/** A command of the console as an operator calls it: how it ended and what it printed. */
function run(command: string, args: string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const call = ['run', '--silent', command, ...(args.length > 0 ? ['--', ...args] : [])]
    execFile('npm', call, { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    )
  })
}

/** How many doors the Desk offers a code for. */
async function doorsOf(page: Page): Promise<number> {
  const doors = page.getByRole('button', { name: /^Issue code for / })
  await expect(doors.first()).toBeVisible()
  return doors.count()
}

test('a clerk is refused where the table says so, in words that say who may', async ({ page, hotel, signIn }) => {
  await signIn(page, 'clerk')
  await page.goto(`${hotel.url}/${hotel.slug}/settings/staff`)
  await expect(page.getByText('Your roles do not include this.').last()).toBeVisible()
  await expect(page.getByText(/^Who may: .*Administrator/)).toBeVisible()
  await page.goto(`${hotel.url}/${hotel.slug}`)
  const dialog = await issueCode(page, '301', 'Ada Byron', (form) => typeDays(form, 'Until', '+45'))
  await expect(dialog.getByText('Windows over 30 days need a manager.').first()).toBeVisible()
  const { requests } = await hotel.control.get<{ requests: unknown[] }>('/requests?call=set-passcode')
  expect(requests).toEqual([])
})

test('a manager signs in again for what needs it, reveals the code, and finds both in the activity', async ({
  page,
  hotel,
  signIn,
}) => {
  await signIn(page, 'manager')
  await page.goto('about:blank')
  await hotel.ageSignIns()
  await page.goto(`${hotel.url}/${hotel.slug}`)
  await page.getByRole('button', { name: 'Issue code for 302', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Issue code for 302' })
  await dialog.getByLabel('For', { exact: true }).fill('Ada Byron')
  await typeDays(dialog, 'Until', '+45')
  await dialog.getByLabel('Reason').selectOption({ label: 'Other' })
  await dialog.getByLabel('What for').fill('Works here until the new year')
  await dialog.getByRole('button', { name: 'Issue code' }).click()
  const asked = page.getByRole('dialog', { name: 'Your password, please' })
  await asked.getByLabel('Password').fill(hotel.people.manager?.password ?? '')
  await asked.getByRole('button', { name: 'Go on' }).click()
  const issued = page.getByRole('dialog').filter({ hasText: '302' })
  await expectDone(issued)
  expect(await showDigits(page)).toMatch(/^\d{4,9}$/)
  await page.goto(`${hotel.url}/${hotel.slug}/activity`)
  const mine = page.getByRole('row').filter({ hasText: 'Martin Manager' })
  await expect(mine.filter({ hasText: 'Proved again who they are' }).first()).toBeVisible()
  await expect(mine.filter({ hasText: 'Looked at a code' }).filter({ hasText: '302' }).first()).toBeVisible()
})

test('a backup of the running embedded hotel, restored on PostgreSQL, is the same desk: the code is shown, the activity whole, and a changed row is found', async ({
  page,
  hotel,
  signIn,
}) => {
  test.setTimeout(180_000)
  await signIn(page, 'manager')
  const dialog = await issueCode(page, '303', 'Grace Hopper')
  await expectDone(dialog)
  const digits = await showDigits(page)
  await dialog.getByRole('link', { name: 'Open the code' }).click()
  await page.waitForURL(/\/keys\/psc_/)
  const code = new URL(page.url()).pathname
  await page.goto(`${hotel.url}/${hotel.slug}`)
  const doors = await doorsOf(page)
  expect(doors).toBeGreaterThanOrEqual(48)

  const place = mkdtempSync(join(tmpdir(), 'kd-backup-'))
  const database = await createOwnDatabase()
  const file = join(place, 'hotel.age')
  const passphrase = { BACKUP_PASSPHRASE: 'a passphrase of the browser tests' }
  const port = await freePort()
  const there = {
    ...hotel.env,
    ...passphrase,
    DATABASE_URL: database.url,
    DATA_DIR: join(place, 'data'),
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
  }
  try {
    const made = await run('backup', [file], { ...hotel.env, ...passphrase })
    expect(made.said).toContain('given by the running Keydesk')
    expect(made.code).toBe(0)
    await page.goto('about:blank')
    await hotel.server().stop()
    const restored = await run('restore', [file], there)
    expect(restored.said).toContain('the activity is whole')
    expect(restored.code).toBe(0)
    const server = await startKeydesk(there)
    try {
      // The sign-in came along too: asked for again, so that the password is seen to.
      await forgetSession(page)
      const { email, password } = hotel.people.manager ?? { email: '', password: '' }
      await page.goto(`${there.PUBLIC_URL}/sign-in`)
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${there.PUBLIC_URL}/${hotel.slug}`)
      expect(await doorsOf(page)).toBe(doors)
      await page.goto(`${there.PUBLIC_URL}${code}`)
      await expect(page.getByText('Grace Hopper').first()).toBeVisible()
      expect(await showDigits(page)).toBe(digits)
      await page.goto('about:blank')
    } finally {
      await server.stop()
    }
    const checked = await run('audit:verify', [], there)
    expect(checked.said).toContain('The activity is whole.')
    expect(checked.code).toBe(0)

    const [row] = await database.query<{ id: string; place: string }>(
      `update audit_events set actor_label = 'Somebody else' where event = 'passcode.shown' returning id, place::text`,
    )
    const found = await run('audit:verify', [], there)
    expect(found.said).toContain(`line ${row?.place} is not the line that was written there`)
    expect(found.said).toContain('The activity is NOT whole.')
    expect(found.code).toBe(1)
  } finally {
    await database.drop()
    rmSync(place, { recursive: true, force: true })
  }
})
