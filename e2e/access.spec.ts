import { expect, test } from '@playwright/test'
import { type Access, actions, pages, routes } from '../app/_entry/access-table'
import { grantFor, type Permission, roles } from '../lib/access/permissions'
import { tell } from '../lib/testing/torture'
import { fill, openCallers, placeOf, type Served, servedActions, servedFiles } from './fixtures/callers'

test.describe.configure({ timeout: 900_000 })

let served: Served
test.beforeAll(async () => {
  served = await openCallers()
})
test.afterAll(() => served?.close())

const refusedTitle = 'Your roles do not include this.'
const callers = ['nobody', ...roles, 'disabled', 'revoked'] as const
type Caller = (typeof callers)[number]
const isSignedIn = (caller: Caller) => !['nobody', 'disabled', 'revoked'].includes(caller)
/** A parameter after that of the property. */
const hasRow = (address: string) => /\]\/.*\[[a-z]/.test(address)
const cookieOf = (caller: Caller, which = 0) => served.callers[caller]?.cookies[which]

/** What the table says that this caller gets at the property where the six work, or at another. */
function expectedOf(access: Access, caller: Caller, here: boolean): 'in' | 'refused' | 'not-found' | 'signed-out' {
  if (access === 'anybody') return 'in'
  if (!isSignedIn(caller)) return 'signed-out'
  if (access === 'person') return 'in'
  if (!here) return 'not-found'
  if (access === 'member') return 'in'
  return grantFor([caller as (typeof roles)[number]], access as Permission) === null ? 'refused' : 'in'
}

test('I29: what Next serves is what the access table lists, no more and no less', () => {
  const built = servedFiles()
  expect(built.pages.toSorted()).toEqual(Object.keys(pages).toSorted())
  const addresses = new Set(Object.keys(routes).map((line) => line.split(' ')[1]))
  expect([...new Set(built.routes.map(({ address }) => address))].toSorted()).toEqual([...addresses].toSorted())
  expect(
    servedActions()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(actions).toSorted())
})

test('I29: every page by nine callers at two properties answers as the table says', async () => {
  let asked = 0
  const wrong: string[] = []
  for (const address of servedFiles().pages) {
    const access = pages[address] ?? 'member'
    // Own address with own rows; the other property's; and another property's row under the own address.
    const ways = address.startsWith('/[property]')
      ? [
          { path: fill(address, served.own.slug, served.own), here: true, foreignRow: false },
          { path: fill(address, served.other.slug, served.other), here: false, foreignRow: false },
          { path: fill(address, served.own.slug, served.other), here: true, foreignRow: hasRow(address) },
        ]
      : [{ path: address, here: true, foreignRow: false }]
    for (const { path, here, foreignRow } of ways)
      for (const caller of callers) {
        const answer = await served.ask(path, { cookie: cookieOf(caller) })
        asked += 1
        const toSignIn = answer.status === 307 && /^\/sign-in/.test(answer.location ?? '')
        const refused = answer.text.includes(`<h1 class="sr-only">${refusedTitle}`)
        const got = toSignIn ? 'signed-out' : answer.status === 404 ? 'not-found' : refused ? 'refused' : 'in'
        let expected = expectedOf(access, caller, here)
        if (expected === 'in' && (foreignRow || address.endsWith('[...missing]'))) expected = 'not-found'
        if (answer.status >= 500 || got !== expected)
          wrong.push(`${caller} ${path}: ${answer.status} ${got}, not ${expected}`)
      }
  }
  expect(wrong).toEqual([])
  tell('access', { 'page requests': asked })
})

test('I29: every route by nine callers at two properties answers as the table says', async () => {
  let asked = 0
  const wrong: string[] = []
  for (const [line, access] of Object.entries(routes)) {
    const [method = 'GET', address = ''] = line.split(' ')
    const { own, other } = served
    const query = address.endsWith('/export') ? '?format=json' : ''
    const ways = [{ path: fill(address, own.slug, own), here: true, foreignRow: false }]
    if (address.includes('[property]'))
      ways.push({ path: fill(address, other.slug, other), here: false, foreignRow: false })
    if (hasRow(address)) ways.push({ path: fill(address, own.slug, other), here: true, foreignRow: true })
    for (const { path, here, foreignRow } of ways)
      for (const caller of callers) {
        const answer = await served.ask(path + query, {
          cookie: cookieOf(caller),
          method,
          headers: method === 'GET' ? {} : { origin: served.url },
        })
        asked += 1
        const proves = access === 'lock-server' || access === 'metrics-token'
        const told = proves ? 'in' : expectedOf(access, caller, here)
        const expected = {
          in: foreignRow ? [404] : [200, 422],
          refused: [403],
          'not-found': [404],
          'signed-out': [401],
        }[told]
        // The sign-in form answers with the way on, as browsers need it.
        const fits = proves
          ? [400, 401, 404].includes(answer.status)
          : expected.includes(answer.status) || (address.includes('nextauth') && answer.status === 303)
        if (!fits) wrong.push(`${caller} ${method} ${path}: ${answer.status} ${answer.text.slice(0, 120)}`)
      }
  }
  expect(wrong).toEqual([])
  tell('access', { 'route requests': asked })
})

const silent = new Set(['session.signOut', 'session.chooseLanguage'])

test('I29, I30: every server action by nine callers at two properties answers as the table says', async () => {
  let asked = 0
  const wrong: string[] = []
  // What ends a session comes last and uses one of its own.
  const ends = (name: string) => ['session.endSession', 'session.lockScreen', 'session.signOut'].indexOf(name) + 1
  for (const action of servedActions().toSorted((one, other) => ends(one.name) - ends(other.name))) {
    const access = actions[action.name] ?? 'member'
    const atProperty = access !== 'person' && access !== 'anybody'
    for (const rows of atProperty ? [served.own, served.other] : [served.own])
      for (const caller of callers) {
        // Test connection asks for more with settings of its own.
        const given = action.name === 'connection.testConnection' ? [] : [{}]
        const values = atProperty ? [rows.slug, ...given] : given
        const cookie = cookieOf(caller, ends(action.name) ? 1 : 0)
        const { said, answer } = await served.act(action.id, placeOf(action, served.own), values, { cookie })
        asked += 1
        const expected = expectedOf(access, caller, rows === served.own)
        const refusals = [
          'not-allowed',
          'not-signed-in',
          'session-locked',
          'sign-in-again',
          'foreign-origin',
          'unexpected',
        ]
        const fits = {
          // With arguments that mean nothing: let in, then told what is wrong with them.
          in: !refusals.includes(said) && !said.startsWith('status'),
          refused: said === 'not-allowed',
          'not-found': said === 'not-found',
          // Two forms of the person menu answer nothing of their own: a page follows, here that of signing in.
          'signed-out': said === 'not-signed-in' || silent.has(action.name),
        }[expected]
        if (!fits)
          wrong.push(`${caller} ${action.name} at ${rows.slug}: ${said}, not ${expected} ${answer.text.slice(0, 160)}`)
      }
  }
  expect(wrong).toEqual([])
  tell('access', { 'action calls': asked })
})

test('I31: a locked session opens no page, route or action but what unlocks it', async () => {
  const cookie = served.callers.locked?.cookies[0]
  const wrong: string[] = []
  for (const address of servedFiles().pages.filter((page) => pages[page] !== 'anybody' && page !== '/locked')) {
    const { status, location, text } = await served.ask(fill(address, served.own.slug, served.own), { cookie })
    if (status !== 307 || !location?.startsWith('/locked'))
      wrong.push(`${address}: ${status} ${location} ${text.length}`)
  }
  for (const [line, access] of Object.entries(routes)) {
    const [method = 'GET', address = ''] = line.split(' ')
    if (['anybody', 'lock-server', 'metrics-token'].includes(access)) continue
    const headers: Record<string, string> = method === 'GET' ? {} : { origin: served.url }
    const { status } = await served.ask(fill(address, served.own.slug, served.own), { cookie, method, headers })
    if (status !== (line === 'GET /api/session' ? 200 : 423)) wrong.push(`${line}: ${status}`)
  }
  const opens = ['session.signInAgain', 'session.lockScreen', 'factor.askPasskeyAgain', ...silent]
  for (const action of servedActions()) {
    const access = actions[action.name] ?? 'member'
    if (access === 'anybody' || opens.includes(action.name)) continue
    const values = access === 'person' ? [{}] : [served.own.slug, {}]
    const { said } = await served.act(action.id, placeOf(action, served.own), values, { cookie })
    if (said !== 'session-locked') wrong.push(`${action.name}: ${said}`)
  }
  expect(wrong).toEqual([])
})
