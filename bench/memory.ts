import { readdirSync, readFileSync } from 'node:fs'
import { openBenchHotel } from './bench-hotel'
import { startEmptyNext } from './empty-next'
import { type Figure, median } from './measure'
import { pause } from './pause'
import { cookieOf, read } from './signed-in'

const rounds = 5
/** Long enough for a server that nobody asks to give back what it needed to start. */
const restMs = 30_000

/**
 * Memory at rest: PSS of a server and all processes it started, 30 s after its first pages. An empty Next and Keydesk on
 * both homes run side by side in every round, so that what they share is shared by all three alike.
 */
export async function memoryAtRest(): Promise<Figure[]> {
  const taken = { empty: [] as number[], postgres: [] as number[], embedded: [] as number[] }
  const homes = ['postgres', 'embedded'] as const
  const hotels = [await openBenchHotel({ home: 'postgres' }), await openBenchHotel({ home: 'embedded' })]
  try {
    for (let round = 0; round < rounds; round++) {
      const empty = await startEmptyNext()
      for (const hotel of hotels) {
        await hotel.restart()
        const cookie = await cookieOf(hotel, 'clerk')
        for (const path of ['', '/locks']) await (await read(hotel, cookie, `/${hotel.slug}${path}`)).text()
      }
      for (let n = 0; n < 3; n++) await (await fetch(empty.origin)).text()
      await pause(restMs)
      taken.empty.push(pssOf(empty.server.child.pid))
      for (const [at, home] of homes.entries()) taken[home].push(pssOf(hotels[at]?.server().child.pid))
      await empty.server.stop()
    }
  } finally {
    for (const hotel of hotels) await hotel.close()
  }
  const floor = median(taken.empty)
  const what = 'Memory at rest (PSS) against an empty Next server'
  return [
    { what: `${what}, PostgreSQL`, value: median(taken.postgres), floor, unit: 'MiB', ratioAtMost: 1.8 },
    { what: `${what}, embedded`, value: median(taken.embedded), floor, unit: 'MiB' },
  ]
}

/** MiB of a process and everything below it. */
function pssOf(root: number | undefined): number {
  if (root === undefined) throw new Error('the server is gone')
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = tryRead(`/proc/${name}/stat`)
      ?.replace(/^.*\) /, '')
      .split(' ')[1]
    if (parent) parents.set(Number(name), Number(parent))
  }
  const below = (pid: number): boolean => pid === root || (parents.has(pid) && below(parents.get(pid) ?? 0))
  const tree = [...parents.keys()].filter(below)
  const kib = tree.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(tryRead(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0))
  return kib.reduce((sum, one) => sum + one, 0) / 1024
}

function tryRead(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Ended meanwhile.
    return null
  }
}
