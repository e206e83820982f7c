import { type BenchHotel, openBenchHotel } from './bench-hotel'
import { type Figure, median } from './measure'
import { pause } from './pause'
import { cookieOf, read } from './signed-in'

const rounds = 150
const warmUps = 40

/** Three equal hotels whose Lock Servers answer at once, after 5 s and never; their pages are asked for in turns. */
export async function pageTime(): Promise<Figure[]> {
  const hotels = { fast: await openBenchHotel(), slow: await openBenchHotel(), dead: await openBenchHotel() }
  const names = ['fast', 'slow', 'dead'] as const
  try {
    const cookies = {} as Record<(typeof names)[number], string>
    const timed: Record<(typeof names)[number], number[]> = { fast: [], slow: [], dead: [] }
    for (const name of names) cookies[name] = await cookieOf(hotels[name], 'manager')
    for (let n = 0; n < warmUps; n++) for (const name of names) await pageMs(hotels[name], cookies[name])
    await hotels.slow.control('POST', '/network/latency', { call: '*', ms: 5_000 })
    await hotels.dead.control('POST', '/network/outage', { outage: true })
    // Until both have noticed and wait for answers or between tries.
    await pause(15_000)
    for (let round = 0; round < rounds; round++) {
      for (let n = 0; n < names.length; n++) {
        const name = names[(round + n) % names.length] ?? 'fast'
        timed[name].push(await pageMs(hotels[name], cookies[name]))
      }
    }
    const floor = median(timed.fast)
    const figure = (name: 'slow' | 'dead', what: string): Figure => ({
      what: `Locks: page with a Lock Server ${what} against one that is fast`,
      value: median(timed[name]),
      floor,
      unit: 'ms',
      ratioAtMost: 1.1,
    })
    return [figure('slow', '5 s slow'), figure('dead', 'that is dead')]
  } finally {
    for (const name of names) await hotels[name].close()
  }
}

async function pageMs(hotel: BenchHotel, cookie: string): Promise<number> {
  const started = performance.now()
  await (await read(hotel, cookie, `/${hotel.slug}/locks`)).text()
  return performance.now() - started
}
