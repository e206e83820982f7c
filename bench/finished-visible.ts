import type { BrowserContext, Page } from '@playwright/test'
import { type BenchHotel, lockServerToken, openBenchHotel } from './bench-hotel'
import { openBrowser, openSignedIn } from './browser'
import { startDelayProxy } from './delay-proxy'
import { type Figure, quantile } from './measure'
import { pause } from './pause'
import { cookieOf, locksOf } from './signed-in'

const tabs = 10
const rounds = 12
const roundTripMs = 50
/** What a bare poller waits between two questions: the tracker's own pace. */
const pollMs = 250
const instructionMs = 3_000
/** Two people at one computer take turns, so that nobody presses more often than thirty times a minute. */
const roundEveryMs = 21_500 / 2
/** One person at one browser: the tabs press one after the other, all of them wait at once. */
const pressEveryMs = 300

/** What one round saw: per tab, ms from the door's last word to the screen (null: missed), the poller's ms, calls per unlock. */
interface Round {
  visible: (number | null)[]
  inPage: number[]
  polled: number[]
  calls: number
}

/**
 * An instruction finished → visible: ten tabs of one browser, 50 ms from Keydesk, unlock a door each, one after the other. Held
 * against a program at the same distance from the Lock Server that only asks it every 250 ms.
 */
export async function finishedVisible(): Promise<Figure[]> {
  const hotel = await openBenchHotel({ roundTripMs })
  const browser = await openBrowser()
  const far = await startDelayProxy(Number(new URL(hotel.api).port), roundTripMs / 2)
  try {
    const cookie = await cookieOf(hotel, 'manager')
    const rooms = (await locksOf(hotel, cookie)).filter(({ name }) => name.startsWith('MJ')).slice(0, tabs)
    const context = await openSignedIn(browser, hotel, 'manager')
    const pages: Page[] = []
    for (const { id } of rooms) {
      const page = await context.newPage()
      await page.goto(`${hotel.url}/${hotel.slug}/locks/${id}`)
      pages.push(page)
    }
    const token = await lockServerToken(hotel)
    const poller = { token, api: hotel.api.replace(/:\d+\//, `:${far.port}/`) }
    const seen: Round[] = []
    for (let round = -1; round < rounds; round++) {
      const nextRound = pause(roundEveryMs)
      await sitDown(context, hotel, ['manager', 'clerk'][(round + 1) % 2] ?? '')
      const one = await takeRound(hotel, pages, poller)
      if (round >= 0) seen.push(one)
      await nextRound
    }
    return figuresOf(seen)
  } finally {
    await browser.close()
    await far.close()
    await hotel.close()
  }
}

/** The next person signs in at this browser; the tabs stay as they are. */
async function sitDown(context: BrowserContext, hotel: BenchHotel, who: string): Promise<void> {
  const cookies = (await cookieOf(hotel, who)).split('; ').map((cookie) => {
    const [name = '', ...value] = cookie.split('=')
    return { name, value: value.join('='), url: hotel.url }
  })
  await context.addCookies(cookies)
}

function figuresOf(seen: Round[]): Figure[] {
  const all = seen.flatMap(({ visible }) => visible)
  const visible = all.filter((ms) => ms !== null)
  const polled = seen.flatMap((round) => round.polled)
  const figure = (what: string, share: number, atMost: number): Figure => ({
    what: `An unlock finished → visible in one of ten tabs, 50 ms away, ${what}; floor: a bare poller`,
    value: quantile(visible, share),
    floor: quantile(polled, share),
    unit: 'ms',
    ratioAtMost: 1.3,
    atMost,
  })
  return [
    figure('p50', 0.5, 225),
    figure('p95', 0.95, 410),
    {
      what: 'the same, in the page but not drawn yet, p50',
      value: quantile(
        seen.flatMap(({ inPage }) => inPage),
        0.5,
      ),
      floor: quantile(polled, 0.5),
      unit: 'ms',
    },
    { what: `missed, of ${all.length}`, value: all.length - visible.length, unit: '', atMost: 0 },
    {
      what: 'status calls per 3 s instruction, the worst round',
      value: Math.max(...seen.map(({ calls }) => calls)),
      unit: '',
      atMost: 14,
    },
  ]
}

interface Poller {
  api: string
  token: string
}

interface Unlock {
  id: string
  lockName: string
  status: number
  createdAt: number
  history: { at: number; status: number }[]
}

async function takeRound(hotel: BenchHotel, pages: Page[], poller: Poller): Promise<Round> {
  await Promise.all(pages.map(fillIn))
  await hotel.control('POST', '/requests/clear')
  const earlier = new Set((await unlocks(hotel)).map(({ id }) => id))
  await Promise.all(pages.map((page) => watchForDone(page, [...earlier])))
  for (let n = 0; n < pages.length; n++)
    await hotel.control('POST', '/instructions/next-outcome', { outcome: 'stay-5', kind: 'remote-unlock' })
  const fresh: Unlock[] = []
  const polls: Promise<number>[] = []
  const finished: Promise<void>[] = []
  for (const page of pages) {
    await page.evaluate(() => document.querySelector<HTMLElement>('dialog [type=submit]')?.click())
    const unlock = await nextUnlock(hotel, new Set([...earlier, ...fresh.map(({ id }) => id)]))
    fresh.push(unlock)
    polls.push(pollBarely(poller, unlock.id))
    finished.push(finish(hotel, unlock))
    await pause(unlock.createdAt + pressEveryMs - Date.now())
  }
  await Promise.all(finished)
  const heardAt = new Map(fresh.map(({ id }, at) => [id, polls[at]]))
  const seenAt = await Promise.all(pages.map(whenSeen))
  const ended = (await unlocks(hotel)).filter(({ id }) => !earlier.has(id))
  const round: Round = {
    visible: [],
    inPage: [],
    polled: [],
    calls: (await trackerCalls(hotel, poller)) / pages.length,
  }
  for (const { id, history } of ended) {
    const finishedAt = history.find(({ status }) => status === 1)?.at ?? Number.NaN
    const seen = seenAt.find((one) => one?.instruction === id)
    round.visible.push(seen ? seen.at - finishedAt : null)
    if (seen) round.inPage.push(seen.inPageAt - finishedAt)
    round.polled.push(((await heardAt.get(id)) ?? Number.NaN) - finishedAt)
  }
  await Promise.all(pages.map(close))
  return round
}

async function nextUnlock(hotel: BenchHotel, known: ReadonlySet<string>): Promise<Unlock> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const unlock = (await unlocks(hotel)).find(({ id }) => !known.has(id))
    if (unlock) return unlock
    if (performance.now() > deadline) throw new Error('an unlock was not sent')
    await pause(20)
  }
}

async function unlocks(hotel: BenchHotel): Promise<Unlock[]> {
  const answer = (await hotel.control('GET', '/instructions?kind=remote-unlock')) as { instructions: Unlock[] }
  return answer.instructions
}

/** Settles it about 3 s after it was made, anywhere within the tracker's pace. */
async function finish(hotel: BenchHotel, { id, createdAt }: Unlock): Promise<void> {
  await pause(createdAt + instructionMs + (Math.random() - 0.5) * pollMs - Date.now())
  await hotel.control('POST', `/instructions/${id}/settle`, { status: 1 })
}

/** Epoch ms at which a program that only polls knows that it is done. */
async function pollBarely({ api, token }: Poller, id: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  await pause(Math.random() * pollMs)
  for (;;) {
    const answer = await fetch(`${api}/instruction?instruction_id=${id}`, { headers })
    const { info } = (await answer.json()) as { info?: { i_status: number } }
    if (!info) throw new Error(`the bare poller is refused: ${answer.status}`)
    if (info.i_status === 1) return Date.now()
    await pause(pollMs)
  }
}

/** Questions of Keydesk alone, by its token. */
async function trackerCalls(hotel: BenchHotel, { token }: Poller): Promise<number> {
  const { requests } = (await hotel.control('GET', '/requests?call=instruction-status')) as {
    requests: { bearer: string | null }[]
  }
  return requests.filter(({ bearer }) => bearer !== token.slice(0, 8)).length
}

async function fillIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Unlock', exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Luggage').check()
  await dialog.getByLabel(/I have checked who is asking/).check()
}

async function close(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Epoch ms: drawn, and before that in the page. */
interface Seen {
  at: number
  inPageAt: number
  instruction: string
}

interface Watching {
  seen?: Seen | null
}

/** Notes when a timeline first says done, once the browser has drawn it; the dialog also shows the press before it. */
async function watchForDone(page: Page, earlier: string[]): Promise<void> {
  await page.evaluate((known) => {
    const place = window as unknown as Watching
    place.seen = null
    const observer = new MutationObserver(() => {
      const ids = [...document.querySelectorAll('dialog [data-instruction][data-state="done"]')].map((done) =>
        done.getAttribute('data-instruction'),
      )
      const instruction = ids.find((id) => id !== null && !known.includes(id))
      if (!instruction) return
      observer.disconnect()
      const inPageAt = Date.now()
      requestAnimationFrame(() => {
        place.seen = { at: Date.now(), inPageAt, instruction }
      })
    })
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state'],
    })
  }, earlier)
}

async function whenSeen(page: Page): Promise<Seen | null> {
  const deadline = performance.now() + 5_000
  for (;;) {
    const seen = await page.evaluate(() => (window as unknown as Watching).seen ?? null)
    if (seen) return seen
    if (performance.now() > deadline) return null
    await pause(100)
  }
}
