import { readdirSync } from 'node:fs'
import type { BrowserContext } from '@playwright/test'
import { type BenchHotel, openBenchHotel } from './bench-hotel'
import { openBrowser, openSignedIn } from './browser'
import type { Figure } from './measure'
import { pause } from './pause'
import { pressAction, pressKey } from './press'
import { cookieOf, locksOf, read } from './signed-in'

/** Requests of any page, dialog or script to another host than Keydesk's own. */
export async function thirdParty(): Promise<Figure[]> {
  const hotel = await openBenchHotel()
  const browser = await openBrowser()
  try {
    const paths = await everyPath(hotel)
    const signedIn = await openSignedIn(browser, hotel, 'admin')
    const strange: string[] = []
    let asked = 0
    const own = new URL(hotel.url).host
    const watch = (context: BrowserContext) =>
      context.on('request', (request) => {
        const { protocol, host } = new URL(request.url())
        if (protocol === 'data:' || protocol === 'blob:') return
        asked += 1
        if (host !== own) strange.push(request.url())
      })
    watch(signedIn)
    const visitor = await browser.newContext()
    watch(visitor)
    for (const path of paths) {
      const outside = ['/sign-in', '/setup', '/new-password'].includes(path)
      await visit(outside ? visitor : signedIn, `${hotel.url}${path}`)
    }
    for (const url of strange) console.error(`another host: ${url}`)
    const what = `Requests to other hosts, of ${asked} over ${paths.length} pages`
    return [{ what, value: strange.length, unit: '', atMost: 0 }]
  } finally {
    await browser.close()
    await hotel.close()
  }
}

async function visit(context: BrowserContext, url: string): Promise<void> {
  const page = await context.newPage()
  page.on('websocket', (socket) => console.error(`a websocket: ${socket.url()}`))
  const answer = await page.goto(url, { waitUntil: 'load' })
  // A page that tells a refusal instead would not be the page that is asked for.
  if (!answer?.ok()) throw new Error(`${url}: ${answer?.status()}`)
  await pause(1_500)
  await page.close()
}

/** The addresses of all pages that `app/` has, so that a new page is never left out. */
async function everyPath(hotel: BenchHotel): Promise<string[]> {
  const cookie = await cookieOf(hotel, 'manager')
  const parts = { property: hotel.slug, ...(await idsOf(hotel, cookie)) } as Record<string, string>
  const routes = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => file.replace(/\/?page\.tsx$/, '').replace(/(^|\/)\([^)]*\)/g, ''))
  return routes.map((route) => {
    const path = route.replace(/\[([^\]]+)\]/g, (_, name: string) => {
      if (!parts[name]) throw new Error(`${route}: the figure knows no ${name}`)
      return parts[name]
    })
    return `/${path.replace(/^\//, '')}`
  })
}

/** One lock, gateway, code and shared key, for the pages that show one. */
async function idsOf(hotel: BenchHotel, cookie: string) {
  const [lock] = (await locksOf(hotel, cookie)).filter(({ name }) => name.startsWith('MJ'))
  if (!lock) throw new Error('no locks')
  const gateways = (await (await read(hotel, cookie, `/api/${hotel.slug}/gateways`)).json()) as {
    rows: { id: string }[]
  }
  const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10)
  const issued = await pressAction(hotel, cookie, `/${hotel.slug}/locks`, 'setUpPasscode', {
    pressKey: pressKey(),
    lockId: lock.id,
    guestName: 'Ada Byron',
    from: { date: day(1), time: '15:00' },
    until: { date: day(3), time: '11:00' },
  })
  await hotel.control('POST', '/send-callback', { lockNames: [lock.name], path: 'lock' })
  const shared = await (await read(hotel, cookie, `/${hotel.slug}/shared-keys`)).text()
  return {
    lock: lock.id,
    gateway: gateways.rows[0]?.id,
    passcode: /"(psc_[^"]+)"/.exec(issued)?.[1],
    key: /\/shared-keys\/([a-z]+_[A-Za-z0-9]+)/.exec(shared)?.[1],
  }
}
