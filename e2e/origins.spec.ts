import { expect, test } from '@playwright/test'
import { routes } from '../app/_entry/access-table'
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
