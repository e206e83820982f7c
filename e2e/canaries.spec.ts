import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { DemoPerson } from '../bin/demo-hotel'
import { createTestDatabase, findPostgres } from '../lib/testing/test-database'
import { tell } from '../lib/testing/torture'
import { type Answer, fill, openCallers, type Served, servedFiles } from './fixtures/callers'
import { says, startProgram } from './fixtures/programs'

test.describe.configure({ timeout: 300_000 })

const canary = (what: string) => `canary ${what} ${randomBytes(12).toString('hex')}`

/** Everything that anybody was given, and under what name. */
const told: { where: string; text: string }[] = []
let served: Served

async function ask(who: string, path: string, more: Parameters<Served['ask']>[1] = {}): Promise<Answer> {
  const answer = await served.ask(path, { cookie: served.callers[who]?.cookies[0], ...more })
  told.push({ where: `${who} ${path}`, text: `${answer.location} ${answer.text}` })
  return answer
}

/** What the action answered; not kept when it is the one place where a secret may be. */
async function press(name: string, who: string, values: unknown[], kept = true): Promise<string> {
  const cookie = served.callers[who]?.cookies[0]
  const { answer } = await served.press(name, values, { cookie })
  if (kept) told.push({ where: `${who} ${name}`, text: answer.text })
  return answer.text
}

const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const pressKey = () => `press-key-${crypto.randomUUID()}`

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

test('I32: after a day at the desk no planted secret is in bundles, pages, answers, logs, exports, error pages or addresses', async ({
  browser,
}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kd-'))
  const stateFile = join(dataDir, 'lock-server.json')
  const settings = {
    AUTH_SECRET: canary('auth secret'),
    SECRETS_KEY: canary('secrets key'),
    SECRETS_KEY_PREVIOUS: canary('previous key'),
    METRICS_TOKEN: canary('metrics token').replaceAll(' ', '-'),
    BACKUP_PASSPHRASE: canary('backup passphrase'),
    LOCK_SERVER_PASSWORD: canary('lock server password'),
    ADMIN_EMAIL: 'canary@callers.test',
    ADMIN_PASSWORD: canary('administrator password'),
  }
  const database = (await findPostgres()) === null ? null : await createTestDatabase({ empty: true })
  served = await openCallers({
    settings: { ...settings, ...(database && { DATABASE_URL: database.databaseUrl }) },
    lockServer: { EMULATOR_PASSWORD: settings.LOCK_SERVER_PASSWORD, EMULATOR_STATE_FILE: stateFile },
  })
  const worker = database ? startProgram(['--import', 'tsx', 'bin/worker.ts'], served.settings) : null
  try {
    if (worker) await says(worker, 'worker runs')
    const { own, lockServer } = served
    const at = (noun: string) => `/api/${own.slug}/${noun}`
    const secrets: Record<string, string> = { ...settings, keyCode: served.secrets.keyCode ?? '' }
    delete secrets.ADMIN_EMAIL

    // A day at the desk.
    secrets.typedPassword = canary('typed password')
    const typed = new URLSearchParams({ email: 'manager@callers.test', password: secrets.typedPassword })
    const form = { origin: served.url, 'content-type': 'application/x-www-form-urlencoded' }
    await ask('nobody', '/api/auth/callback/credentials', { method: 'POST', body: String(typed), headers: form })
    const digits = '7391058264'.slice(0, 9)
    await lockServer.control.post('/codes/next', { code: { digits }, lockName: 'MJ000105' })
    const rooms = JSON.parse((await ask('manager', `${at('locks')}?all=1`)).text).rows as { id: string; name: string }[]
    const lockId = rooms.find(({ name }) => name === 'MJ000105')?.id
    const window = { from: { date: dayFrom(0), time: '00:00' }, until: { date: dayFrom(2), time: '12:00' } }
    const asked = { pressKey: pressKey(), lockId, guestName: 'Ada Byron', ...window }
    const passcodeId = /psc_[0-9a-z]{25}/.exec(await press('passcode.setUpPasscode', 'manager', [own.slug, asked]))?.[0]
    const shown = { passcodeId, use: 'on-screen' }
    await expect
      .poll(() => press('passcode.showPasscode', 'manager', [own.slug, shown], false), { timeout: 45_000 })
      .toContain(digits)
    secrets.digits = digits
    secrets.otherDigits = served.secrets.digits ?? ''
    // Who may not see them asks as well.
    for (const who of ['housekeeping', 'maintenance', 'administrator', 'auditor', 'disabled', 'revoked'])
      await press('passcode.showPasscode', who, [own.slug, shown])
    await press('passcode.showPasscode', 'nobody', [own.slug, shown])
    const guestKey = await press('guest-key.showGuestKey', 'manager', [own.slug, own.guestKey], false)
    expect(guestKey).toContain(secrets.keyCode)
    const totp = await press('factor.draftTotp', 'manager', [], false)
    secrets.totp = /"secret":"([A-Z2-7 ]{16,})"/.exec(totp)?.[1] ?? ''
    expect(secrets.totp).not.toBe('')
    const { keyCodes } = await lockServer.control.post<{ keyCodes: string[] }>('/send-callback', {
      ...{ lockNames: ['MJ000105'], body: 'several', address: `${served.url}/api/lock-server/${own.slug}` },
    })
    secrets.sharedKeyCode = keyCodes[0] ?? ''
    const unlock = { pressKey: pressKey(), lockId, reason: 'locked-out', identityChecked: true }
    await press('POST /api/[property]/unlocks', 'manager', [own.slug, unlock])
    await press('connection.testConnection', 'administrator', [own.slug])
    await press('search.searchDesk', 'housekeeping', [own.slug, digits])
    const refused = await press('search.searchDesk', 'nobody', [own.slug, digits])
    await press('passcode.setUpPasscode', 'manager', [
      own.slug,
      { ...asked, pressKey: digits, note: settings.AUTH_SECRET },
    ])
    const [, own0] =
      /"(sty_[0-9a-z]{25})"/.exec(await press('privacy.findGuestRecords', 'manager', [own.slug, 'Ada'])) ?? []
    await press('privacy.exportGuest', 'manager', [own.slug, { ids: [own0] }])
    for (const format of ['csv', 'json'])
      for (const who of ['manager', 'auditor'])
        await ask(who, `${at('activity/export')}?format=${format}`, { method: 'POST', headers: { origin: served.url } })

    // Every page and reading route, to everybody, as HTML and as the payload of a navigation; pages that are none.
    const callers = Object.keys(served.callers)
    const pages = servedFiles().pages.map((address) => fill(address, own.slug, own))
    const reads = ['desk', 'gateways', 'keys', 'locks?all=1', `keys/${passcodeId}`, `keys/${own.passcode}`].map(at)
    const views = [...pages, `/${own.slug}/keys/${passcodeId}`, `/${own.slug}/keys/${passcodeId}/slip`]
    for (const who of [...callers, 'nobody']) {
      for (const path of views) {
        await ask(who, path)
        const payload = await ask(who, path, { headers: { rsc: '1' } })
        // Led on to an address of its own.
        if (payload.location?.includes('_rsc=')) await ask(who, payload.location, { headers: { rsc: '1' } })
      }
      for (const path of [...reads, '/api/health/ready', '/api/metrics', '/nowhere', `/${own.slug}/nowhere`])
        await ask(who, path)
    }
    told.push({
      where: 'metrics',
      text: (await served.ask('/api/metrics', { headers: { authorization: `Bearer ${settings.METRICS_TOKEN}` } })).text,
    })

    // And in a browser, with what it keeps and asks for.
    const people = JSON.parse(readFileSync(join(served.dataDir, 'demo-people.json'), 'utf8')) as DemoPerson[]
    const manager = people.find(({ email }) => email.startsWith('manager@'))
    secrets.password = manager?.password ?? ''
    const context = await browser.newContext()
    const page = await context.newPage()
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))
    await page.goto(`${served.url}/sign-in`)
    await page.getByLabel('Email').fill(manager?.email ?? '')
    await page.getByLabel('Password', { exact: true }).fill(secrets.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${served.url}/${own.slug}`)
    for (const path of [`/${own.slug}`, `/${own.slug}/keys`, `/${own.slug}/keys/${passcodeId}`]) {
      await page.goto(`${served.url}${path}`)
      await page.locator('h1').first().waitFor()
    }
    await page.getByRole('button', { name: 'Show', exact: true }).first().click()
    await expect(page.getByRole('dialog', { name: 'Your code' })).toContainText('Works from')
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    )
    told.push({ where: 'what the browser keeps', text: kept }, { where: 'addresses', text: addresses.join('\n') })
    for (const { name, value } of await context.cookies())
      if (name.includes('session')) secrets[`browser’s ${name}`] = value
    await context.close()

    // What was written meanwhile, and the Lock Server's tokens once it has put them down.
    await worker?.stop()
    await served.server.stop()
    await lockServer.stop()
    const saved = JSON.parse(readFileSync(stateFile, 'utf8'))
    const tokens = [...JSON.stringify(saved).matchAll(/"token":"([^"]{16,})","kind":"(access|refresh)"/g)]
    expect(new Set(tokens.map(([, , kind]) => kind))).toEqual(new Set(['access', 'refresh']))
    for (const [place, [, token = '']] of tokens.entries()) secrets[`token ${place}`] = token
    for (const [who, caller] of Object.entries(served.callers))
      secrets[`session of ${who}`] = caller.cookies[0]?.split(/=(.*)/s)[1] ?? ''
    told.push(
      { where: 'log of the server', text: served.log() },
      { where: 'log of the worker', text: worker?.everything() ?? '' },
    )
    for (const file of filesBelow('.next/static')) told.push({ where: file, text: readFileSync(file, 'utf8') })

    expect(refused).toContain('not-signed-in')
    expect(served.log().length).toBeGreaterThan(100)
    expect(Object.values(secrets).filter((secret) => secret.length < 6)).toEqual([])
    expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(10)
    const leaks = told.flatMap(({ where, text }) =>
      Object.entries(secrets).flatMap(([what, secret]) => (holds(text, secret) ? [`${what} in ${where}`] : [])),
    )
    expect(leaks).toEqual([])
    tell('canaries', { secrets: Object.keys(secrets).length, 'answers, files and logs read': told.length, leaks: 0 })
  } finally {
    await worker?.stop()
    await served.close()
    await database?.drop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

/** As it is, in groups, in an address, in base64; digits as a number of their own. */
function holds(text: string, secret: string): boolean {
  if (/^\d+$/.test(secret))
    return new RegExp(`(?<!\\d)(${secret}|${(secret.match(/.{3}/g) ?? []).join(' ')})(?!\\d)`).test(text)
  const shapes = [secret, secret.replaceAll(' ', ''), encodeURIComponent(secret)]
  shapes.push(Buffer.from(secret).toString('base64').replace(/=+$/, ''))
  return shapes.some((shape) => text.includes(shape))
}
