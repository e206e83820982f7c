import { readdirSync, readFileSync } from 'node:fs'
import type { Program } from '../e2e/fixtures/programs'
import { openBenchHotel } from './bench-hotel'
import { startEmptyNext } from './empty-next'
import { type Figure, median } from './measure'
import { pause } from './pause'
import { cookieOf, read } from './signed-in'

const rounds = 5
/** Long enough for a server that nobody asks to give back what it needed to start. */
const restMs = 30_000
const collectMs = 3_000

/** Lets a server collect its garbage when it is told to: how much it leaves lying is chance, not need. */
const collecting = ['--expose-gc', '--import', 'data:text/javascript,process.on("SIGUSR2",()=>{gc();gc()})']

const servers = ['empty', 'libraries', 'postgres', 'embedded'] as const
type Taken = Record<(typeof servers)[number], number[]>

/**
 * Memory at rest: PSS of a server and all processes it started, 30 s after its first pages, as it lies and after a full
 * collection. An empty Next and Keydesk on both homes run side by side, so that what they share is shared alike.
 */
export async function memoryAtRest(): Promise<Figure[]> {
  const asIs: Taken = { empty: [], libraries: [], postgres: [], embedded: [] }
  const collected: Taken = { empty: [], libraries: [], postgres: [], embedded: [] }
  const postgres = await openBenchHotel({ home: 'postgres', nodeArgs: collecting })
  const embedded = await openBenchHotel({ home: 'embedded', nodeArgs: collecting })
  try {
    for (let round = 0; round < rounds; round++) {
      const empty = await startEmptyNext({ nodeArgs: collecting })
      const libraries = await startEmptyNext({ nodeArgs: collecting, librariesOn: postgres.databaseUrl })
      for (const hotel of [postgres, embedded]) {
        await hotel.restart()
        const cookie = await cookieOf(hotel, 'clerk')
        for (const path of ['', '/locks']) await (await read(hotel, cookie, `/${hotel.slug}${path}`)).text()
      }
      for (const { origin } of [empty, libraries]) for (let n = 0; n < 3; n++) await (await fetch(origin)).text()
      await pause(restMs)
      const programs = {
        empty: empty.server,
        libraries: libraries.server,
        postgres: postgres.server(),
        embedded: embedded.server(),
      }
      takeAll(asIs, programs)
      for (const { child } of Object.values(programs)) child.kill('SIGUSR2')
      await pause(collectMs)
      takeAll(collected, programs)
      await empty.server.stop()
      await libraries.server.stop()
    }
  } finally {
    await postgres.close()
    await embedded.close()
  }
  return [...figuresOf(asIs, 'Memory at rest (PSS)'), ...figuresOf(collected, 'Memory after a full collection (PSS)')]
}

function takeAll(into: Taken, programs: Record<keyof Taken, Program>): void {
  for (const name of servers) into[name].push(pssOf(programs[name].child.pid))
}

function figuresOf(taken: Taken, what: string): Figure[] {
  const floor = median(taken.empty)
  const unit = 'MiB'
  return [
    {
      what: `${what}: PostgreSQL, against an empty Next`,
      value: median(taken.postgres),
      floor,
      unit,
      ratioAtMost: 1.8,
    },
    {
      what: `${what}: an empty Next with the server's libraries at work, nothing of Keydesk`,
      value: median(taken.libraries),
      floor,
      unit,
    },
    { what: `${what}: embedded, against an empty Next`, value: median(taken.embedded), floor, unit },
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
