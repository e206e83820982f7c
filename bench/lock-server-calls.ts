import { type BenchHotel, openBenchHotel } from './bench-hotel'
import { openBrowser, openSignedIn } from './browser'
import type { Figure } from './measure'
import { pause } from './pause'
import { cookieOf, read } from './signed-in'

/** The slowest round of the sampler: every lock has had its turn. */
const windowMs = 300_000
/** Until all have been asked about once and the pages count as open. */
const settleMs = 90_000
const manyDesks = 20

/** Calls per minute at three equal hotels of 300 locks and 20 gateways: nobody looks, one desk, and twenty on the same page. */
export async function lockServerCalls(): Promise<Figure[]> {
  const emulator = { EMULATOR_LOCKS: '300', EMULATOR_GATEWAYS: '20' }
  const hotels: BenchHotel[] = []
  const closing = new AbortController()
  try {
    for (let n = 0; n < 3; n++) hotels.push(await openBenchHotel({ emulator }))
    const [nobody, one, many] = hotels as [BenchHotel, BenchHotel, BenchHotel]
    const desks = [await openDesk(one, closing.signal)]
    for (let n = 0; n < manyDesks; n++) desks.push(await openDesk(many, closing.signal))
    await pause(settleMs)
    for (const hotel of hotels) await hotel.control('POST', '/requests/clear')
    const started = performance.now()
    await pause(windowMs)
    const minutes = (performance.now() - started) / 60_000
    const calls = await Promise.all([nobody, one, many].map(async (hotel) => (await callsOf(hotel)) / minutes))
    closing.abort()
    await Promise.all(desks.map(({ ended }) => ended))
    const [quiet = Number.NaN, single = Number.NaN, twenty = Number.NaN] = calls
    const unit = 'per minute'
    return [
      { what: 'Lock Server calls, 300 locks and 20 gateways: nobody looks', value: quiet, unit, atMost: 90 },
      { what: 'the same, one open desk', value: single, unit, atMost: 500 },
      { what: 'the same, 20 open desks', value: twenty, unit, atMost: 500 },
      { what: '20 open desks against one on the same page', value: twenty, floor: single, unit, ratioAtMost: 1.05 },
    ]
  } finally {
    closing.abort()
    for (const hotel of hotels) await hotel.close()
  }
}

async function callsOf(hotel: BenchHotel): Promise<number> {
  const { counts } = (await hotel.control('GET', '/requests?limit=1')) as { counts: Record<string, number> }
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** What a browser asks for on an open Locks page, each with its pace; taken from a real one. */
interface Polls {
  rows: string
  all: string
}

const known = new WeakMap<BenchHotel, Promise<Polls>>()

/** Opens the Locks page and polls as it does until the signal, with a session of its own. */
async function openDesk(hotel: BenchHotel, signal: AbortSignal): Promise<{ ended: Promise<unknown> }> {
  if (!known.has(hotel)) known.set(hotel, watchBrowser(hotel))
  const polls = await known.get(hotel)
  if (!polls) throw new Error('no polls')
  const cookie = await cookieOf(hotel, 'clerk')
  await (await read(hotel, cookie, `/${hotel.slug}/locks`)).text()
  const every = async (ms: number, path: string) => {
    while (!signal.aborted) {
      await pause(ms)
      await (await read(hotel, cookie, path)).text()
    }
  }
  const hold = async () => {
    while (!signal.aborted) await (await read(hotel, cookie, `/api/${hotel.slug}/instructions?seen=`)).text()
  }
  // Awaited at the end: a loop that fails before must not end the run from the side.
  const loops = [every(5_000, polls.rows), every(60_000, polls.all), hold()]
  const ended = Promise.all(loops)
  ended.catch(() => undefined)
  return { ended }
}

/** The addresses that a real browser asks for in its first seconds on the page, with the rows that its screen shows. */
async function watchBrowser(hotel: BenchHotel): Promise<Polls> {
  const browser = await openBrowser()
  try {
    const context = await openSignedIn(browser, hotel, 'clerk')
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url())
      if (pathname.startsWith('/api/')) asked.push(pathname + search)
    })
    await page.goto(`${hotel.url}/${hotel.slug}/locks`)
    await pause(13_000)
    const rows = asked.filter((path) => path.includes('/locks?visible=')).at(-1)
    const others = asked.filter((path) => !path.includes('/locks?') && !path.includes('/instructions?seen='))
    if (!rows || others.length > 0) throw new Error(`the Locks page polls otherwise than this figure does: ${asked}`)
    return { rows, all: rows.replace('/locks?', '/locks?all=1&') }
  } finally {
    await browser.close()
  }
}
