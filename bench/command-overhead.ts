import { type BenchHotel, lockServerToken, openBenchHotel } from './bench-hotel'
import { startEmptyNext } from './empty-next'
import { type Figure, median } from './measure'
import { pause } from './pause'
import { pressUnlock } from './press'
import { openPressers } from './pressers'
import { cookieOf, locksOf } from './signed-in'

const rounds = 100
const warmUps = 60
/** What the house itself does about a settled instruction is over by then. */
const quietMs = 100

/**
 * What one way of unlocking took, in ms from the press: until the page was answered, until the Lock Server had the call,
 * and until what became of it was back.
 */
interface Took {
  pressed: number
  reached: number
  answered: number
}

/**
 * What Keydesk adds to an unlock, relative to what a route handler adds that only passes the call on. `answered` for
 * Keydesk: the press and, where its answer did not tell the committed outcome, the polls that a browser sends for it.
 */
export async function commandOverhead(): Promise<Figure[]> {
  return [...(await onHome('postgres')), ...(await onHome('embedded'))]
}

async function onHome(home: 'postgres' | 'embedded'): Promise<Figure[]> {
  // Done at once, and waited for: no question about an earlier unlock is under way during the next.
  const hotel = await openBenchHotel({ home, emulator: { EMULATOR_INSTRUCTION_MS: '1' } })
  const token = await lockServerToken(hotel)
  const handler = await startEmptyNext({ api: hotel.api, token })
  const durable =
    home === 'postgres' ? await startEmptyNext({ api: hotel.api, token, librariesOn: hotel.databaseUrl }) : null
  try {
    const cookie = await cookieOf(hotel, 'manager')
    const rooms = (await locksOf(hotel, cookie)).filter(({ name }) => name.startsWith('MJ'))
    const pressers = openPressers(hotel)
    const before = new Map<string, string>()
    let presser = cookie
    const ways = {
      direct: (lockName: string) => timed(() => callDirectly(hotel, token, lockName)),
      handler: (lockName: string) => timed(() => callHandler(`${handler.origin}/unlock`, lockName)),
      durable: (lockName: string) => timed(() => callHandler(`${durable?.origin}/durable`, lockName)),
      keydesk: (lockName: string) => timed((pressed) => pressAndWait(hotel, presser, rooms, lockName, before, pressed)),
    }
    const names = durable
      ? (['direct', 'handler', 'durable', 'keydesk'] as const)
      : (['direct', 'handler', 'keydesk'] as const)
    const took: Record<keyof typeof ways, Took[]> = { direct: [], handler: [], durable: [], keydesk: [] }
    for (let round = -warmUps; round < rounds; round++) {
      for (let n = 0; n < names.length; n++) {
        const name = names[(round + warmUps + n) % names.length] ?? 'direct'
        const lockName = rooms[(round + warmUps) % rooms.length]?.name ?? ''
        if (name === 'keydesk') presser = await pressers.next()
        const one = await ways[name](lockName)
        const reachedAt = await newestUnlockAt(hotel)
        if (round >= 0)
          took[name].push({ pressed: one.pressedMs ?? one.ms, reached: reachedAt - one.startedAt, answered: one.ms })
        if (name === 'keydesk') await untilSettled(hotel, presser, before.get(lockName) ?? '')
      }
    }
    const added = (name: 'handler' | 'durable' | 'keydesk', what: keyof Took) =>
      median(took[name].map((one) => one[what])) - median(took.direct.map((one) => one[what]))
    const where = home === 'postgres' ? 'PostgreSQL' : 'embedded'
    const goal = home === 'postgres' ? { ratioAtMost: 3, stretch: 2 } : { ratioAtMost: 4 }
    return [
      ...(durable
        ? [
            {
              what: 'A handler with one read and one row committed before the call and its outcome after: added to a direct call, PostgreSQL',
              value: added('durable', 'answered'),
              floor: added('handler', 'answered'),
              unit: 'ms',
            },
          ]
        : []),
      {
        what: `An unlock, until the press is answered: added to a direct call, ${where}`,
        value: added('keydesk', 'pressed'),
        floor: added('handler', 'pressed'),
        unit: 'ms',
      },
      {
        what: `An unlock, until it is at the Lock Server: added to a direct call, ${where}`,
        value: added('keydesk', 'reached'),
        floor: added('handler', 'reached'),
        unit: 'ms',
      },
      {
        what: `An unlock, until its outcome is back: added to a direct call, ${where}`,
        value: added('keydesk', 'answered'),
        floor: added('handler', 'answered'),
        unit: 'ms',
        ...goal,
      },
    ]
  } finally {
    await handler.server.stop()
    await durable?.server.stop()
    await hotel.close()
  }
}

interface Timed {
  /** Epoch ms. */
  startedAt: number
  ms: number
  pressedMs?: number
}

/** `work` tells by `pressed` when the page was answered, where that is before its end. */
async function timed(work: (pressed: () => void) => Promise<void>): Promise<Timed> {
  const started = performance.now()
  let pressedMs: number | undefined
  await work(() => {
    pressedMs = performance.now() - started
  })
  return { startedAt: performance.timeOrigin + started, ms: performance.now() - started, pressedMs }
}

async function callDirectly(hotel: BenchHotel, token: string, lockName: string): Promise<void> {
  const answer = await fetch(`${hotel.api}/locks/${lockName}/remoteUnlock`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  if (!answer.ok) throw new Error(`direct: ${answer.status} ${await answer.text()}`)
  await answer.json()
}

async function callHandler(address: string, lockName: string): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lockName }),
  })
  if (!answer.ok) throw new Error(`handler: ${answer.status} ${await answer.text()}`)
  await answer.json()
}

type Lock = { id: string; name: string }

async function pressAndWait(
  hotel: BenchHotel,
  cookie: string,
  rooms: Lock[],
  lockName: string,
  before: Map<string, string>,
  pressed: () => void,
): Promise<void> {
  const lockId = rooms.find(({ name }) => name === lockName)?.id ?? ''
  const { id, outcome } = await pressUnlock(hotel, cookie, lockId, before.get(lockName))
  pressed()
  before.set(lockName, id)
  if (outcome === 'accepted') return
  if (outcome) throw new Error(`the unlock ended ${outcome}`)
  for (let version = 0; ; ) {
    const [view] = (await moved(hotel, cookie, id, version)) as { version: number; outcome: string | null }[]
    if (view?.outcome === 'accepted') return
    if (view?.outcome) throw new Error(`the unlock ended ${view.outcome}`)
    version = view?.version ?? version
  }
}

/** Until the tracker has the door's last word and has nothing more to do for it. */
async function untilSettled(hotel: BenchHotel, cookie: string, id: string): Promise<void> {
  for (let version = 0; ; ) {
    const [view] = (await moved(hotel, cookie, id, version)) as { version: number; settledAt: number | null }[]
    if (view && view.settledAt !== null) return pause(quietMs)
    version = view?.version ?? version
  }
}

async function moved(hotel: BenchHotel, cookie: string, id: string, version: number): Promise<unknown[]> {
  const path = `/api/${hotel.slug}/instructions?seen=${id}:${version}`
  const answer = await fetch(`${hotel.url}${path}`, { headers: { cookie } })
  return ((await answer.json()) as { moved: unknown[] }).moved
}

/** When the emulator had the newest unlock, epoch ms; whole ms, so half of one is added. */
async function newestUnlockAt(hotel: BenchHotel): Promise<number> {
  const answer = (await hotel.control('GET', '/requests?call=remote-unlock&limit=1')) as {
    requests: { realAt: number }[]
  }
  return (answer.requests[0]?.realAt ?? Number.NaN) + 0.5
}
