import { expect, test } from '@playwright/test'
import { actions, routes } from '../app/_entry/access-table'
import { tell } from '../lib/testing/torture'
import { fill, openCallers, present, type Served, servedActions } from './fixtures/callers'

test.describe.configure({ timeout: 600_000 })

let served: Served
test.beforeAll(async () => {
  served = await openCallers()
})
test.afterAll(() => served?.close())

const evil = 'https://evil.example'
const foreign: Record<string, Record<string, string | undefined>> = {
  none: { origin: undefined },
  null: { origin: 'null' },
  foreign: { origin: evil },
  'foreign, with forged forwarding headers': {
    origin: evil,
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
    forwarded: 'for=127.0.0.1;host=evil.example;proto=https',
  },
}

/** Lines of the activity, which every change leaves one in; asking adds one. */
async function activity(): Promise<number> {
  const answer = await served.ask(`/api/${served.own.slug}/activity/export?format=csv`, {
    cookie: served.callers.auditor?.cookies[0],
    method: 'POST',
    headers: { origin: served.url },
  })
  expect(answer.status).toBe(200)
  return answer.text.trim().split('\n').length
}

test('I30: no server action is done for another origin, by press or by form, whoever is signed in', async () => {
  const before = await activity()
  const wrong: string[] = []
  let asked = 0
  for (const action of servedActions()) {
    const place = fill(
      action.pages.toSorted((one, other) => one.length - other.length)[0] ?? '/',
      served.own.slug,
      served.own,
    )
    const atProperty = !['person', 'anybody'].includes(actions[action.name] ?? '')
    const values = atProperty ? [served.own.slug, {}] : [{}]
    for (const [kind, headers] of Object.entries(foreign))
      for (const cookie of [undefined, served.callers.manager?.cookies[0], served.callers.administrator?.cookies[0]]) {
        const { said, answer } = await served.act(action.id, place, values, { cookie, headers })
        // Told before it is known who asks; where the address itself gives it away, Next refuses without running anything.
        const refusedByStatus = said === 'status 500' && kind !== 'none'
        if (said !== 'foreign-origin' && !refusedByStatus)
          if (!(said === 'ok' && !answer.text.includes('"ok":true') && silent.has(action.name)))
            wrong.push(`${kind} ${action.name}: ${said} ${answer.text.slice(0, 150)}`)
        const form = new FormData()
        form.set(`$ACTION_ID_${action.id}`, '')
        form.set('language', 'de')
        const posted = await served.ask(place, { cookie, method: 'POST', body: form, headers: present(headers) })
        if (posted.status === 303 || posted.text.includes('"ok":true'))
          wrong.push(`${kind} form of ${action.name}: done`)
        asked += 2
      }
  }
  expect(wrong).toEqual([])
  expect(await activity()).toBe(before + 1)
  const still = await served.ask(`/${served.own.slug}`, { cookie: served.callers.manager?.cookies[0] })
  expect(still.status).toBe(200)
  expect(still.text).toContain('<html lang="en"')
  tell('origins', { 'foreign action calls': asked })
})

/** These answer nothing of their own, done or not; that nothing was done is seen by what follows. */
const silent = new Set(['session.signOut', 'session.chooseLanguage'])

test('I30: no route that changes something is done for another origin; the own one passes', async () => {
  const wrong: string[] = []
  let asked = 0
  for (const [line, access] of Object.entries(routes)) {
    const [method = 'GET', address = ''] = line.split(' ')
    if (method === 'GET' || access === 'lock-server') continue
    const path = fill(address, served.own.slug, served.own)
    for (const [kind, headers] of Object.entries(foreign))
      for (const cookie of [undefined, served.callers.manager?.cookies[0]]) {
        const answer = await served.ask(path, {
          cookie,
          method,
          headers: { ...present(headers), accept: 'application/json' },
        })
        asked += 1
        if (answer.status !== 403 || !answer.text.includes('"foreign-origin"'))
          wrong.push(`${kind} ${line}: ${answer.status} ${answer.text.slice(0, 100)}`)
      }
    const own = await served.ask(path, {
      cookie: served.callers.manager?.cookies[0],
      method,
      headers: { origin: served.url },
    })
    if (own.text.includes('foreign-origin')) wrong.push(`own ${line}: refused`)
  }
  for (const action of servedActions()) {
    const place = fill(action.pages[0] ?? '/', served.own.slug, served.own)
    const { said } = await served.act(action.id, place, [served.own.slug, {}])
    if (said === 'foreign-origin') wrong.push(`own ${action.name}: refused`)
  }
  expect(wrong).toEqual([])
  tell('origins', { 'foreign route calls': asked })
})
