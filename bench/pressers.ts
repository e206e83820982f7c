import type { BenchHotel } from './bench-hotel'
import { pause } from './pause'
import { cookieOf } from './signed-in'

/** One press below the thirty that a person has in a minute. */
const pressesAMinute = 29
/** A press for an occupied room wants a sign-in of the last five minutes. */
const signedInForMs = 240_000

interface Presser {
  cookie: string
  signedInMs: number
  pressedMs: number[]
}

/** Two people at two desks who press in turns, so that no press waits for the limit of commands or for a sign-in. */
export function openPressers(hotel: BenchHotel): { next(): Promise<string> } {
  const pressers = new Map<string, Presser>()
  let turn = 0
  return {
    /** The cookie of whoever presses next. Time is taken after it. */
    async next() {
      const who = ['manager', 'clerk'][turn++ % 2] ?? ''
      const known = pressers.get(who)
      const fresh = known !== undefined && performance.now() - known.signedInMs < signedInForMs
      const cookie = fresh ? known.cookie : await cookieOf(hotel, who)
      const signedInMs = fresh ? known.signedInMs : performance.now()
      const pressedMs = (known?.pressedMs ?? []).filter((ms) => performance.now() - ms < 60_000)
      const [first = 0] = pressedMs
      if (pressedMs.length >= pressesAMinute) await pause(60_000 - (performance.now() - first))
      pressers.set(who, { cookie, signedInMs, pressedMs: [...pressedMs, performance.now()] })
      return cookie
    },
  }
}
