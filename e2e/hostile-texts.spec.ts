import { type Browser, expect, type Page, test } from '@playwright/test'
import { hostileMark, hostileTexts, isKeepable } from '../lib/testing/hostile-texts'
import { tell, times } from '../lib/testing/torture'
import { fill, openCallers, type Served, servedFiles } from './fixtures/callers'
import { createOwnDatabase, type OwnDatabase } from './fixtures/on-postgres'
import { deal, plantTexts } from './fixtures/plant-texts'

test.describe.configure({ timeout: times(300_000, 7_200_000) })

let database: OwnDatabase
let served: Served
test.beforeAll(async () => {
  database = await createOwnDatabase()
  served = await openCallers({ settings: { DATABASE_URL: database.url } })
  await plant()
})
test.afterAll(async () => {
  await served?.close()
  await database?.drop()
})

/** Those that would run, load something or leave their place; short enough for most fields. */
const planted = hostileTexts().filter(
  (text) => isKeepable(text) && /hostileTextRan|evil\.example|[<>]/.test(text) && text.length <= 80,
)
const short = planted.filter((text) => text.length <= 20)
const at = (place: number, of: readonly string[]) => of[place % of.length] ?? ''
const pressKey = () => `press-key-${crypto.randomUUID()}`
const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

async function press(name: string, who: string, ...values: unknown[]): Promise<string> {
  const cookie = served.callers[who]?.cookies[0]
  const { said, answer } = await served.press(name, [served.own.slug, ...values], { cookie })
  return said === 'ok' ? answer.text : said
}
const pressed = async (name: string, who: string, ...values: unknown[]) =>
  expect(await press(name, who, ...values), name).toMatch(/"ok":true|"instructionId":/)

/** Every text somewhere that pages show, through what people and machines use. */
async function plant(): Promise<void> {
  const { own, lockServer } = served
  const rooms = JSON.parse((await ask('manager', `/api/${own.slug}/locks?all=1`)).text).rows as { id: string }[]
  const from = { date: dayFrom(0), time: '00:00' }
  const until = { date: dayFrom(2), time: '12:00' }
  // Three at once: thirty presses in a minute are a person's limit.
  for (const [place, text] of planted.entries()) {
    if (place % 3 !== 0) continue
    const lockId = rooms[(place / 3) % rooms.length]?.id
    const guest = { guestName: text, bookingNumber: at(place + 1, planted), note: at(place + 2, planted) }
    await pressed('passcode.setUpPasscode', place % 2 === 0 ? 'manager' : 'front-desk', {
      pressKey: pressKey(),
      lockId,
      ...guest,
      from,
      until,
    })
  }
  for (const [place, text] of short.entries())
    await press('room.nameRoom', 'administrator', {
      lockId: rooms[place + 5]?.id,
      ...(place % 2 === 0 ? { room: text, door: null } : { room: null, door: text }),
      floor: at(place + 1, short).slice(0, 12),
    })
  await pressed('property.changeProperty', 'administrator', { name: at(0, planted) })
  const reasons = new Map(planted.filter((text) => text.length <= 60).map((text) => [text.toLowerCase(), text]))
  await pressed('property.changeReasons', 'manager', [...reasons.values()].slice(0, 25))
  for (const [place, text] of planted.slice(0, 6).entries())
    await pressed('staff.addPerson', 'administrator', {
      ...{ name: text, email: `hostile${place}@callers.test`, roles: ['front-desk'] },
    })
  await pressed('shared-key.noteSharedKey', 'front-desk', { id: own.sharedKey, note: at(3, planted) })
  for (const text of planted.slice(0, 8)) {
    await lockServer.control.patch('/locks/MJ000301', { roomName: text })
    await lockServer.control.post('/send-callback', {
      ...{ lockNames: ['MJ000301'], body: 'several', ownerId: text, receiverPhone: text.slice(0, 60) },
      address: `${served.url}/api/lock-server/${own.slug}`,
    })
  }
  await lockServer.control.post('/wrong-answers', { kind: 'ack-nonzero', call: 'remote-unlock', msg: at(0, planted) })
  const unlock = { pressKey: pressKey(), lockId: own.lock, reason: 'other', reasonNote: at(1, planted) }
  await pressed('POST /api/[property]/unlocks', 'manager', { ...unlock, identityChecked: true })
}

const ask = (who: string, path: string) => served.ask(path, { cookie: served.callers[who]?.cookies[0] })
const addresses = () =>
  servedFiles()
    .pages.filter((address) => address.startsWith('/[property]') && !address.endsWith('[...missing]'))
    .map((address) => fill(address, served.own.slug, served.own))

/** A browser of its own in which they are signed in. */
async function contextOf(browser: Browser, who: string) {
  const context = await browser.newContext()
  const [name = '', value = ''] = (served.callers[who]?.cookies[0] ?? '').split(/=(.*)/s)
  await context.addCookies([{ name, value, url: served.url }])
  return context
}

/** Marked up as they came, they would be a page's own. */
const dangerous = planted.filter((text) => /</.test(text) && /hostileTextRan|evil\.example/.test(text))

test('I26: no planted text stands unescaped in what is served, to a manager or a clerk, on any page or in any answer', async () => {
  expect(dangerous.length).toBeGreaterThan(24)
  let read = 0
  let shown = 0
  for (const who of ['manager', 'front-desk'])
    for (const path of addresses()) {
      for (const address of [
        path,
        `${path}?text=${encodeURIComponent(at(0, planted))}&door=${encodeURIComponent(at(4, planted))}`,
      ]) {
        const { status, text } = await ask(who, address)
        expect([address, status < 500]).toEqual([address, true])
        expect([address, dangerous.filter((one) => text.includes(one))]).toEqual([address, []])
        read += 1
        if (text.includes('hostileTextRan')) shown += 1
      }
    }
  // They are there: what was looked for could have been found.
  expect(shown).toBeGreaterThan(8)
  tell('pages', { 'pages read': read, 'pages that show some': shown, 'unescaped in pages': 0 })
})

test('I26: in a browser nothing of them runs, loads or breaks a page, and the content policy has nothing to refuse', async ({
  browser,
}) => {
  let visited = 0
  for (const who of ['manager', 'front-desk']) {
    const context = await contextOf(browser, who)
    const page = await context.newPage()
    const noise: string[] = []
    const foreign: string[] = []
    page.on('console', (message) => message.type() === 'error' && noise.push(message.text()))
    page.on('pageerror', (error) => noise.push(String(error)))
    page.on('request', (request) => !request.url().startsWith(served.url) && foreign.push(request.url()))
    for (const path of addresses()) {
      await page.goto(`${served.url}${path}`)
      await expect(page.locator('h1').first()).toBeAttached()
      expect([path, await strangersOf(page)]).toEqual([path, []])
      visited += 1
    }
    expect(noise).toEqual([])
    expect(foreign.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([])
    await context.close()
  }
  tell('pages', { 'pages visited': visited, 'run in a browser': 0 })
})

/** As people type them and fields keep them; all, or every fifth, which is of every kind. */
const everyText = [
  ...new Set(
    hostileTexts()
      .filter(isKeepable)
      .map((text) => text.trim()),
  ),
].filter(Boolean)
const step = times(5, 1)
const tried = everyText.filter((_, place) => place % step === 0)

test('I26: every text that a field keeps is read back from the page that shows it, as it was given', async ({
  browser,
}) => {
  const hands = deal(tried, step === 1)
  const planted = new Set(hands.flatMap((hand) => Object.values(hand)))
  // What is longer than the longest field is kept nowhere.
  expect(tried.filter((text) => text.length <= 500 && !planted.has(text))).toEqual([])
  const pages = await plantTexts(served.settings, served.own.slug, hands)
  const page = await (await contextOf(browser, 'manager')).newPage()
  const wrong: string[] = []
  page.on(
    'console',
    (message) => message.type() === 'error' && wrong.push(`${page.url()}: ${message.text()} ${message.location().url}`),
  )
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error}`))
  let read = 0
  for (const { path, texts } of pages) {
    await page.goto(`${served.url}${path}`)
    const shown = new Set((await textsOf(page)).map(asShown))
    // Of a long table only the rows near the screen are drawn.
    while (await scrollOn(page)) for (const text of await textsOf(page)) shown.add(asShown(text))
    wrong.push(
      ...texts.filter((text) => !shown.has(asShown(text))).map((text) => `${path} without ${JSON.stringify(text)}`),
    )
    wrong.push(...(await strangersOf(page)).map((found) => `${path} with ${found}`))
    read += texts.length
  }
  await page.context().close()
  expect(wrong).toEqual([])
  tell('pages', { 'texts planted': planted.size, 'read back': read, 'pages that show them': pages.length })
})

/** What is not to be seen apart in a page: any run of HTML's white space is one blank, and none at the ends. */
const asShown = (text: string) => text.replace(/[\t\n\f\r ]+/g, ' ').replace(/^ | $/g, '')

/** Half a screen further down a long page; false at its end, and on pages of a few screens. */
const scrollOn = (page: Page) =>
  page.evaluate(async () => {
    const { scrollHeight, clientHeight, scrollTop } = document.documentElement
    if (scrollHeight < 8 * clientHeight || scrollTop + clientHeight >= scrollHeight - 2) return false
    window.scrollBy(0, clientHeight / 2)
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    return true
  })

/** The whole text of every element, and what every field of a form and every choice of one stands for. */
const textsOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *')].flatMap((element) => {
      const field = [HTMLInputElement, HTMLTextAreaElement, HTMLOptionElement].find((kind) => element instanceof kind)
      return [element.textContent ?? '', ...(field ? [(element as HTMLInputElement).value] : [])]
    }),
  )

/** What no page of ours has: a mark that was set, handlers in attributes, frames, links that lead away or are not encoded. */
function strangersOf(page: Page): Promise<string[]> {
  return page.evaluate((mark) => {
    const found: string[] = mark in window ? ['a planted text ran'] : []
    for (const element of document.querySelectorAll('*')) {
      const tag = element.tagName.toLowerCase()
      if (['iframe', 'object', 'embed', 'base', 'marquee', 'plaintext', 'video', 'math'].includes(tag)) found.push(tag)
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${tag} ${name}`)
        // React's own, where a form's action is a function.
        const leads =
          ['href', 'src', 'action', 'formaction'].includes(name) && !value.startsWith('javascript:throw new Error(')
        if (leads && /[^\x21-\x7e]|[<>"]/.test(value)) found.push(`${tag} ${name}=${value}`)
        if (leads && new URL(value, location.href).protocol === 'javascript:') found.push(`${tag} ${name}=${value}`)
        if (leads && tag === 'a' && new URL(value, location.href).origin !== location.origin) found.push(value)
      }
    }
    return found
  }, hostileMark)
}

test('I26: what no database keeps is refused in words, in forms and addresses alike; an address that is none is told nothing', async () => {
  const { own } = served
  const nul = {
    guestName: 'a\0b',
    from: { date: dayFrom(0), time: '00:00' },
    until: { date: dayFrom(1), time: '12:00' },
  }
  expect(await press('passcode.setUpPasscode', 'manager', { pressKey: pressKey(), lockId: own.lock, ...nul })).toBe(
    'invalid-input',
  )
  for (const text of ['\0', 'a\0b', '\ud800', '%00', '../'])
    expect([text, await press('search.searchDesk', 'manager', text)]).toEqual([
      text,
      expect.stringContaining('"ok":true'),
    ])
  const wrong: string[] = []
  for (const odd of ['%00', 'a%00b', '%ED%A0%80', '%FF', '..%2F..%2Fetc', '%3Cscript%3E', '%', '%0d%0aSet-Cookie:x=1'])
    for (const path of [
      `/${odd}`,
      `/${odd}/locks`,
      ...[`/api/${odd}/locks`, `/api/${own.slug}/keys?text=${odd}`, `/api/${own.slug}/locks?visible=${odd}`],
      ...['locks', 'gateways', 'keys', 'shared-keys', 'settings'].map((noun) => `/${own.slug}/${noun}/${odd}`),
      ...['locks', 'keys', 'doors'].map((noun) => `/api/${own.slug}/${noun}/${odd}`),
      ...['text', 'after', 'state', 'from'].map((name) => `/${own.slug}/keys?${name}=${odd}`),
      ...['who', 'door', 'group', 'from', 'before'].map((name) => `/${own.slug}/activity?${name}=${odd}`),
    ]) {
      const { status, text } = await ask('manager', path)
      if (status >= 500) wrong.push(`${path}: ${status} ${text.slice(0, 80)}`)
    }
  for (const path of ['/%FF', `/${own.slug}/locks/%ED%A0%80`]) {
    const { status, text } = await ask('manager', path)
    expect([path, status, text.includes('There is no page at this address')]).toEqual([path, 404, true])
  }
  for (const email of ['a%00b', '%ED%A0%80', '%27--']) {
    const body = `email=${email}&password=${email}`
    const headers = {
      origin: served.url,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    }
    const { status, text } = await served.ask('/api/auth/callback/credentials', { method: 'POST', body, headers })
    if (status >= 500) wrong.push(`sign-in ${email}: ${status} ${text.slice(0, 80)}`)
  }
  expect(wrong).toEqual([])
})
