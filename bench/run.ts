/** `npm run bench`: ratios against floors of the same run; ends with 1 when a goal is missed. `docs/performance.md` keeps the last figures. */
import { openHotel } from '../e2e/fixtures/hotel'
import { emptyPageBytes, firstLoad, firstLoadBytes } from './first-load'
import { type Figure, median, report } from './measure'
import { cookieOf } from './signed-in'

const rounds = 30
const hotel = await openHotel()
const figures: Figure[] = []
try {
  const cookie = await cookieOf(hotel, 'manager')
  const get = (path: string) => fetch(`${hotel.url}/${hotel.slug}${path}`, { headers: { cookie } })

  const html = await (await get('/locks')).text()
  figures.push(
    firstLoad(
      'Locks: first-load JavaScript (gzip) against an empty page',
      await firstLoadBytes(hotel.url, html),
      await emptyPageBytes(),
    ),
  )

  const pageMs = async (path: string) => {
    const started = performance.now()
    const response = await get(path)
    await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return performance.now() - started
  }
  const setLatency = (ms: number) => hotel.control.post('/network/latency', { call: '*', ms })
  const timed: Record<'fast' | 'slow' | 'dead', number[]> = { fast: [], slow: [], dead: [] }
  for (let warm = 0; warm < 10; warm++) await pageMs('/locks')
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < rounds; n++) timed.fast.push(await pageMs('/locks'))
    await setLatency(5_000)
    for (let n = 0; n < rounds; n++) timed.slow.push(await pageMs('/locks'))
    await setLatency(0)
    await hotel.control.post('/network/outage', { outage: true })
    for (let n = 0; n < rounds; n++) timed.dead.push(await pageMs('/locks'))
    await hotel.control.post('/network/outage', { outage: false })
  }
  const fast = median(timed.fast)
  figures.push({
    what: 'Locks: page with a Lock Server 5 s slow against a fast one',
    value: median(timed.slow),
    floor: fast,
    unit: 'ms',
    goal: 1.1,
  })
  figures.push({
    what: 'Locks: page with a dead Lock Server against a fast one',
    value: median(timed.dead),
    floor: fast,
    unit: 'ms',
    goal: 1.1,
  })
} finally {
  await hotel.close()
}
process.exit(report(figures) ? 0 : 1)
