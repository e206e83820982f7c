import { expect, test } from '@playwright/test'
import { actions, routes } from '../app/_entry/access-table'
import { type Noun, newId } from '../lib/ids/ids'
import { tell } from '../lib/testing/torture'
import { openCallers, type Rows, type Served } from './fixtures/callers'
import { createOwnDatabase, type OwnDatabase } from './fixtures/on-postgres'
import { type RowAction, rowActions, rowlessActions } from './fixtures/row-actions'

test.describe.configure({ timeout: 300_000 })

let database: OwnDatabase
let served: Served
test.beforeAll(async () => {
  database = await createOwnDatabase()
  served = await openCallers({ settings: { DATABASE_URL: database.url } })
})
test.afterAll(async () => {
  await served?.close()
  await database?.drop()
})

const nouns: Partial<Record<keyof Rows, Noun>> = {
  ...{ lock: 'lock', spareLock: 'lock', unnamedLock: 'lock', gateway: 'gateway' },
  ...{ passcode: 'passcode', laterCode: 'passcode', unknownCode: 'passcode', unfitCode: 'passcode' },
  ...{ stay: 'stay', guestKey: 'guestKey', permanentKey: 'permanentKey', sharedKey: 'sharedKey' },
  ...{ instruction: 'instruction', entry: 'instruction', notice: 'notice' },
  ...{ person: 'person', session: 'session', passkey: 'passkey', computer: 'deskComputer' },
}
/** An id of the same kind that no row has. */
function nobodys(row: keyof Rows): string {
  const noun = nouns[row]
  if (!noun) throw new Error(`${row} has no id`)
  return newId(noun)
}

/** What goes on by itself: not what an action could have changed. */
const restless = ['privacy_runs']

/** Everything that the database has of a property and its people, as one text. */
async function everythingOf({ slug, person }: Rows): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'property_id'`,
  )
  const at = `(select id from properties where slug = '${slug}')`
  const parts = [
    ...tables.filter(({ name }) => !restless.includes(name)).map(({ name }) => [name, `t.property_id = ${at}`]),
    ...['sessions', 'passkeys', 'notice_reads'].map((name) => [name, `t.person_id = '${person}'`]),
    ['people', `t.id = '${person}'`],
    ['properties', `t.slug = '${slug}'`],
    ['notice_reads', `t.notice_id in (select id from notices where property_id = ${at})`],
    ['passcode_cancels', `t.passcode_id in (select id from passcodes where property_id = ${at})`],
  ]
  const reads = parts.map(([name, where]) => `select '${name} ' || t::text as line from "${name}" t where ${where}`)
  const lines = await database.query<{ line: string }>(
    `select line from (${reads.join(' union all ')}) l order by line`,
  )
  expect(lines.length).toBeGreaterThan(20)
  return lines.map(({ line }) => line).join('\n')
}

/** Every change leaves a line in the activity; the answer to an earlier press comes when it comes. */
async function linesOf({ slug }: Rows): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from audit_events where property_id = (select id from properties where slug = '${slug}')
      and actor_kind = 'staff' and event <> 'instruction.answered'`,
  )
  return row?.count ?? 0
}

async function press({ action: name, who, personal, values }: RowAction, id: string) {
  const { own } = served
  const cookie = served.callers[who]?.cookies[0]
  const given = [...(personal ? [] : [own.slug]), ...values(id, own)]
  const { said, answer } = await served.press(name, given, { cookie })
  return { said, told: answer.text.replaceAll(id, 'ID').replace(/req_[0-9a-z]{25}/g, 'REQUEST') }
}

test('I29: every action and every press by a route is known to take a row’s id, or to take none', () => {
  const asked = new Set(rowActions.map(({ action }) => action))
  const presses = Object.keys(routes).filter((line) => line.startsWith('POST /api/[property]/'))
  expect([...asked, ...rowlessActions].toSorted()).toEqual([...Object.keys(actions), ...presses].toSorted())
})

test('I29: no action does anything with another property’s row, and it answers as for one that nobody has; the own row gets through', async () => {
  const wrong: string[] = []
  let asked = 0
  for (const one of rowActions) {
    const { row, own = 'ok', foreign = 'not-found' } = one
    const where = `${one.action} with ${row}`
    const [before, lines] = [await everythingOf(served.other), await linesOf(served.own)]
    const [unknown, theirs] = [await press(one, nobodys(row)), await press(one, served.other[row])]
    if (theirs.said !== foreign) wrong.push(`${where} of another property: ${theirs.said} ${theirs.told.slice(0, 200)}`)
    if (theirs.told !== unknown.told) wrong.push(`${where}: ${theirs.told} beside ${unknown.told}`)
    if ((await everythingOf(served.other)) !== before) wrong.push(`${where} changed another property`)
    if ((await linesOf(served.own)) !== lines) wrong.push(`${where} of another property changed the own one`)
    const mine = await press(one, served.own[row])
    if (mine.said !== own || mine.told === unknown.told) wrong.push(`own ${where}: ${mine.said} ${mine.told}`)
    asked += 3
  }
  expect(wrong).toEqual([])
  tell('access', { 'action calls with rows': asked })
})

test('I29: of records that are picked together only the own ones are exported and erased', async () => {
  const { own, other } = served
  const before = await everythingOf(other)
  const [later] = await database.query<{ id: string }>(
    `select stay_id as id from passcodes where id = '${own.laterCode}'`,
  )
  const [exported, erased] = [await pickAll('privacy.exportGuest'), await pickAll('privacy.eraseGuest')]
  expect(exported.told).toContain(own.guest)
  for (const theirs of [other.guest, other.stay, other.sharedKey]) expect(exported.told).not.toContain(theirs)
  expect(erased.told).toContain('"erased":1')
  expect(await everythingOf(other)).toBe(before)

  function pickAll(action: string) {
    const values = (id: string) => [{ ids: [id, other.stay, other.sharedKey] }]
    return press({ action, who: 'manager', row: 'stay', values }, later?.id ?? '')
  }
})

test('I29: no route and no page tells anything of another property’s row that its query names', async () => {
  const { own, other } = served
  const cookie = served.callers.manager?.cookies[0]
  const secretsOf = (rows: Rows, except: string) =>
    Object.entries(rows).flatMap(([name, value]) => (value !== except && name !== 'session' ? [value] : []))
  const ways: [path: string, row: keyof Rows, tells: boolean][] = [
    ['/api/[property]/desk?visible=ID', 'lock', true],
    ['/api/[property]/locks?visible=ID', 'lock', true],
    ['/api/[property]/instructions?seen=ID:0&hold=1', 'instruction', true],
    ['/api/[property]/keys?after=9999999999999.ID', 'passcode', false],
    ['/[property]?do=issue-code&door=ID', 'lock', true],
    ['/[property]/activity?who=ID', 'person', true],
    ['/[property]/keys?after=9999999999999.ID', 'passcode', false],
    ['/[property]/shared-keys?before=9999999999999.ID', 'sharedKey', false],
  ]
  let asked = 0
  for (const [path, row, tells] of ways) {
    const at = (id: string) => path.replace('[property]', own.slug).replace('ID', id)
    const theirs = await served.ask(at(other[row]), { cookie })
    expect([path, theirs.status]).toEqual([path, 200])
    expect([path, secretsOf(other, other[row]).filter((text) => theirs.text.includes(text))]).toEqual([path, []])
    if (path.startsWith('/api') && tells) {
      expect(theirs.text).not.toContain(other[row])
      expect((await served.ask(at(own[row]), { cookie })).text).toContain(own[row])
    }
    asked += 1
  }
  const exported = async (id: string) => {
    const answer = await served.ask(`/api/${own.slug}/activity/export?format=json&who=${id}`, {
      ...{ cookie, method: 'POST', headers: { origin: served.url } },
    })
    expect(answer.status).toBe(200)
    return JSON.parse(answer.text) as unknown[]
  }
  expect(await exported(other.person)).toEqual([])
  expect((await exported(served.callers.manager?.personId ?? '')).length).toBeGreaterThan(0)
  tell('access', { 'requests with rows in the query': asked + 2 })
})
