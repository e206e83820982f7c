import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, openDeskContext } from '../access/house'
import { auditEvents } from '../db/schema/audit'
import { connections } from '../db/schema/connections'
import { lockServerTokens } from '../db/schema/lock-server'
import { type OpenDeskOptions, openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { changeCallback } from './change-callback'
import { changeConnection } from './change-connection'
import type { ConnectionInput } from './input'
import { closeLockServers, lockServerOf } from './lock-server-of'
import { findConnection, findReach, getCallback } from './queries'
import { seeCertificate } from './see-certificate'
import { testConnection, testsPerMinute } from './test-connection'
import { trustCertificate } from './trust-certificate'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function desk(kind: Parameters<typeof openDesk>[0], options: OpenDeskOptions = { emulator: true }) {
  const opened = await openDesk(kind, options)
  open.push(opened)
  return opened
}

const inputFor = (url: string, changes: Partial<ConnectionInput> = {}): ConnectionInput => ({
  baseUrl: url,
  pathStyle: 'documented',
  username: 'testserver',
  password: '123456',
  deviceMac: 'Keydesk',
  ...changes,
})

const eventsOf = async (opened: Awaited<ReturnType<typeof desk>>) =>
  opened.house.home.db.select().from(auditEvents).where(eq(auditEvents.propertyId, opened.property.id))

describe.each(await homesUnderTest())('a Lock Server connection on %s', (kind) => {
  test('nobody reads the password back, neither on the screen nor in the activity', async () => {
    const opened = await desk(kind, {})
    const administrator = opened.as('administrator')
    const view = await changeConnection(administrator, inputFor('http://127.0.0.1:9', { password: 'correct horse' }))
    const told = JSON.stringify([view, await findConnection(administrator), await eventsOf(opened)])
    expect(told).not.toContain('correct horse')
    const [row] = await opened.house.home.db.select().from(connections).where(eq(connections.id, view.id))
    expect(JSON.stringify(row)).not.toContain('correct horse')
  })

  test('the stored password is never sent to another address: there it has to be typed again', async () => {
    const opened = await desk(kind, {})
    const administrator = opened.as('administrator')
    await changeConnection(administrator, inputFor('http://127.0.0.1:9'))
    const elsewhere = inputFor('http://127.0.0.1:10', { password: null })
    const refusal = { code: 'invalid-input', fields: { password: 'required-for-new-address' } }
    await expect(changeConnection(administrator, elsewhere)).rejects.toMatchObject(refusal)
    await expect(testConnection(administrator, elsewhere)).rejects.toMatchObject(refusal)
    expect((await findConnection(administrator))?.baseUrl).toBe('http://127.0.0.1:9')
  })

  test('every process gets the changed connection: at once where it was changed, within a second elsewhere', async () => {
    const opened = await desk(kind)
    const ctx = opened.system
    const other = createHouse({ ...opened.house })
    const elsewhere = openDeskContext(other, ctx.actor, ctx.property)
    const [here, there] = await Promise.all([lockServerOf(ctx), lockServerOf(elsewhere)])
    expect(await lockServerOf(ctx)).toBe(here)
    expect(here).not.toBe(there)
    await changeConnection(opened.as('administrator'), inputFor(opened.emulator.url, { deviceMac: 'Another' }))
    expect(await lockServerOf(ctx)).not.toBe(here)
    await opened.clock.advance(1_000)
    expect(await lockServerOf(elsewhere)).not.toBe(there)
    await expect(here.listLocks()).rejects.toMatchObject({ kind: 'aborted', sent: 'no' })
    await closeLockServers(other.processId)
  })

  test('a changed heartbeat period keeps the client, and nothing changed writes nothing', async () => {
    const opened = await desk(kind)
    const server = await lockServerOf(opened.system)
    const input = inputFor(opened.emulator.url, { password: null, heartbeatMs: 5_000 })
    await changeConnection(opened.as('administrator'), input)
    const before = (await eventsOf(opened)).length
    await changeConnection(opened.as('administrator'), input)
    expect(await lockServerOf(opened.system)).toBe(server)
    expect((await eventsOf(opened)).length).toBe(before)
  })

  test('a property without a connection says so', async () => {
    const opened = await desk(kind, {})
    await expect(lockServerOf(opened.system)).rejects.toMatchObject({ code: 'connection-missing' })
    expect(await findConnection(opened.as('manager'))).toBeNull()
  })

  test('what came back and what did not is told by the connection’s own row', async () => {
    const opened = await desk(kind)
    const server = await lockServerOf(opened.system)
    await server.listLocks()
    await opened.settled()
    expect(await findReach(opened.as('front-desk'))).toMatchObject({ failure: null, reachedAt: opened.clock.now() })
    await opened.clock.advance(60_000)
    await opened.emulator.control.network.setOutage('refused')
    await expect(server.listLocks()).rejects.toMatchObject({ kind: 'unreachable' })
    await opened.settled()
    expect(await findReach(opened.as('front-desk'))).toMatchObject({ failure: 'unreachable' })
  })

  test('Test connection counts locks and gateways and measures the clocks’ difference', async () => {
    const opened = await desk(kind)
    opened.emulator.control.clock.jump(90_000)
    const found = await testConnection(opened.as('manager'))
    expect(found).toMatchObject({ login: { ok: true }, fittingPathStyle: 'documented', certificate: null })
    expect(found.gateways).toEqual({ count: 6, unusable: [] })
    expect(found.locks).toMatchObject({ count: opened.emulator.control.locks.list().length })
    expect(Math.abs((found.clockDifferenceMs ?? 0) - 90_000)).toBeLessThanOrEqual(2_000)
  })

  test('a person tests ten times a minute at all processes together, and the eleventh asks no Lock Server', async () => {
    const opened = await desk(kind)
    const houses = [opened.house, createHouse(opened.house)]
    const press = (n: number, role: 'manager' | 'administrator' = 'manager') => {
      const { actor, property } = opened.as(role)
      return testConnection(openDeskContext(houses[n % 2] ?? opened.house, actor, property)).then(
        ({ login }) => login.ok,
        (error) => `${error.code} ${error.details.seconds}`,
      )
    }
    await opened.clock.advance(15_000)
    const answers = await Promise.all(Array.from({ length: testsPerMinute + 2 }, (_, n) => press(n)))
    expect(answers.filter((answer) => answer === true)).toHaveLength(testsPerMinute)
    expect(answers.filter((answer) => answer === 'too-many-requests 45')).toHaveLength(2)
    const tested = async () => (await eventsOf(opened)).filter(({ event }) => event === 'connection.tested').length
    expect(await tested()).toBe(testsPerMinute)
    expect(opened.emulator.control.requests.list({ call: 'login' })).toHaveLength(testsPerMinute)
    expect(await press(0, 'administrator')).toBe(true)
    await opened.clock.advance(45_000)
    expect(await press(0)).toBe(true)
  })

  test('what Test connection is given as a token is one that callers may show (R17)', async () => {
    const opened = await desk(kind)
    const known = async () => (await opened.house.home.db.select().from(lockServerTokens)).length
    await (await lockServerOf(opened.system)).listLocks()
    expect(await known()).toBe(1)
    await testConnection(opened.as('manager'))
    expect(await known()).toBe(2)
    await testConnection(opened.as('administrator'), inputFor(opened.emulator.url))
    expect(await known()).toBe(3)
  })

  test('a server that was only typed never learns the address of our callback', async () => {
    const opened = await desk(kind)
    const { emulator: other } = await desk(kind)
    const administrator = opened.as('administrator')
    await changeCallback(administrator, { on: true, policy: 'refuse', days: 7, sender: 'path' })
    expect((await testConnection(administrator, inputFor(other.url))).login).toEqual({ ok: true })
    const logins = JSON.stringify(other.control.requests.list({ call: 'login' }))
    expect(logins).toContain('testserver')
    expect(logins).not.toContain('/api/lock-server/')
    expect(await opened.house.home.db.select().from(lockServerTokens)).toHaveLength(1)
  })

  test('a wrong path style is told with the one that fits', async () => {
    const opened = await desk(kind, { emulator: { settings: { pathStyle: 'servers' } } })
    const found = await testConnection(opened.as('administrator'), inputFor(opened.emulator.url))
    expect(found).toMatchObject({
      login: { ok: true },
      fittingPathStyle: 'servers',
      locks: { failure: 'wrong-path-style' },
      gateways: { failure: 'wrong-path-style' },
    })
  })

  test('a wrong password, a server that is down and one that talks nonsense are three different findings', async () => {
    const opened = await desk(kind)
    const administrator = opened.as('administrator')
    const wrong = await testConnection(administrator, inputFor(opened.emulator.url, { password: 'wrong' }))
    expect(wrong.login).toMatchObject({ ok: false, failure: 'login-refused' })
    opened.emulator.control.wrongAnswers.order({ kind: 'status-500-html', call: '*', times: null })
    const nonsense = await testConnection(administrator, inputFor(opened.emulator.url))
    expect(nonsense.login).toMatchObject({ ok: false, failure: 'server-error' })
    const down = await testConnection(administrator, inputFor('http://127.0.0.1:9'))
    expect(down).toMatchObject({ login: { failure: 'unreachable' }, locks: { failure: 'not-tried' } })
  })

  test('a certificate is believed only after a person confirmed its digest, and a changed one stops everything (I22)', async () => {
    const opened = await desk(kind, { emulator: { tls: true } })
    const administrator = opened.as('administrator')
    const { sha256 } = opened.emulator.certificate()
    const untrusted = await testConnection(administrator)
    expect(untrusted.login).toMatchObject({ ok: false, failure: 'certificate-not-trusted' })
    expect(untrusted.certificate).toMatchObject({ sha256, trusted: false })
    await expect(trustCertificate(administrator, { sha256: 'ab'.repeat(32) })).rejects.toMatchObject({
      code: 'certificate-not-trusted',
    })
    const spelt = sha256.toUpperCase().replace(/(..)(?=.)/g, '$1:')
    expect(await trustCertificate(administrator, { sha256: spelt })).toMatchObject({
      trust: 'pinned',
      trustedSha256: sha256,
    })
    const server = await lockServerOf(opened.system)
    expect((await server.listGateways()).answer.gateways).toHaveLength(6)
    await opened.emulator.control.certificate.swap()
    // A socket that was kept open is cut by the swap; every new one is shown the other certificate.
    await server.listGateways().catch(() => undefined)
    await opened.clock.advance(5_000)
    await expect(server.listGateways()).rejects.toMatchObject({ kind: 'certificate' })
    await opened.settled()
    expect(await seeCertificate(administrator)).toMatchObject({ trusted: false })
    const [row] = await opened.house.home.db.select().from(connections)
    expect(row?.failure).toBe('certificate-not-the-pinned-one')
  })

  test('settings are tried with a certificate that was compared but not saved', async () => {
    const opened = await desk(kind, { emulator: { tls: true } })
    const { sha256 } = opened.emulator.certificate()
    const trust = { kind: 'pinned' as const, sha256 }
    const found = await testConnection(opened.as('administrator'), inputFor(opened.emulator.url, { trust }))
    expect(found).toMatchObject({ login: { ok: true }, certificate: { sha256, trusted: true } })
    expect((await findConnection(opened.as('manager')))?.trust).toBe('system-ca')
  })

  test('switching the callback on logs in again with its address; the unguessable part is in it only by choice', async () => {
    const opened = await desk(kind)
    const administrator = opened.as('administrator')
    const rules = { policy: 'accept-known', days: 3, sender: 'bearer' } as const
    await (await lockServerOf(opened.system)).listLocks()
    const logins = () => opened.emulator.control.requests.list({ call: 'login' })
    const before = logins().length
    const { callback, login } = await changeCallback(administrator, { on: true, ...rules })
    expect(login).toEqual({ ok: true })
    expect(callback.address).toBe(`http://localhost:3000/api/lock-server/${opened.property.slug}`)
    expect(logins().length).toBe(before + 1)
    expect(JSON.stringify(logins().at(-1))).toContain(callback.address)

    const byPath = await changeCallback(administrator, { on: true, ...rules, sender: 'path' })
    expect(byPath.callback.address).toMatch(/\/[0-9a-z]{25}$/)
    const rotated = await changeCallback(administrator, { on: true, ...rules, sender: 'path', newPart: true })
    expect(rotated.callback.address).not.toBe(byPath.callback.address)
    expect(JSON.stringify(logins().at(-1))).toContain(rotated.callback.address)

    const sameAddress = await changeCallback(administrator, { on: true, ...rules, sender: 'path', days: 5 })
    expect(sameAddress.login).toBeNull()
    expect(await getCallback(opened.as('manager'))).toMatchObject({ on: true, days: 5, policy: 'accept-known' })
  })

  test('the callback is switched on only where https or loopback leads here (R16), and stays on when the login fails', async () => {
    const opened = await desk(kind)
    const rules = { on: true, policy: 'refuse', days: 7, sender: 'bearer' } as const
    const administrator = opened.as('administrator')
    const unsafe = { ...administrator, publicUrl: 'http://keydesk.hotel' }
    await expect(changeCallback(unsafe, rules)).rejects.toMatchObject({ code: 'callback-address-unsafe' })
    await opened.emulator.control.network.setOutage('refused')
    const { callback, login } = await changeCallback(administrator, rules)
    expect(callback.on).toBe(true)
    expect(login).toEqual({ ok: false, failure: 'unreachable' })
  })

  test('only an administrator who signed in again changes connection, trust and callback', async () => {
    const opened = await desk(kind, {})
    const input = inputFor('http://127.0.0.1:9')
    const callback = { on: false, policy: 'refuse', days: 7, sender: 'bearer' } as const
    for (const role of ['front-desk', 'housekeeping', 'maintenance', 'manager', 'auditor'] as const) {
      await expect(changeConnection(opened.as(role), input)).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(changeCallback(opened.as(role), callback)).rejects.toMatchObject({ code: 'not-allowed' })
      await expect(trustCertificate(opened.as(role), { sha256: '' })).rejects.toMatchObject({ code: 'not-allowed' })
    }
    const stale = opened.as('administrator', { provedMsAgo: 600_000 })
    await expect(changeConnection(stale, input)).rejects.toMatchObject({ code: 'sign-in-again' })
    expect(await findConnection(opened.as('manager'))).toBeNull()
  })

  test('another property’s connection is neither seen nor asked', async () => {
    const opened = await desk(kind)
    expect(await findConnection(opened.elsewhere('administrator'))).toBeNull()
    await expect(testConnection(opened.elsewhere('administrator'))).rejects.toMatchObject({
      code: 'connection-missing',
    })
  })
})
