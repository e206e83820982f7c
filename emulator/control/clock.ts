import { z } from 'zod'
import type { ClockView } from '../state/clock'
import type { World } from '../state/world'
import { controlRoute, noInput } from './control-route'

export type ClockControl = ReturnType<typeof clockControl>

export function clockControl({ clock, instructions }: World) {
  const changed = (change: () => void): ClockView => {
    instructions.catchUpAll()
    change()
    instructions.catchUpAll()
    return clock.view()
  }
  return {
    view: () => clock.view(),
    now: () => clock.now(),
    /** Moves the wall clock to `at`; forward, time passes, backward only the wall clock turns. */
    set: (at: number) => changed(() => clock.set(at)),
    /** Lets `ms` pass. */
    advance: (ms: number) => changed(() => clock.advance(ms)),
    /** Turns the wall clock while no time passes. */
    jump: (ms: number) => changed(() => clock.jump(ms)),
    freeze: () => changed(() => clock.freeze()),
    /** Runs, `speed` times real time (default: as before). */
    run: (speed?: number) => changed(() => clock.run(speed)),
  }
}

export function clockRoutes(clock: ClockControl) {
  return [
    controlRoute('GET', '/clock', noInput, () => clock.view()),
    controlRoute('POST', '/clock/set', z.strictObject({ at: z.number() }), ({ at }) => clock.set(at)),
    controlRoute('POST', '/clock/advance', z.strictObject({ ms: z.number().min(0) }), ({ ms }) => clock.advance(ms)),
    controlRoute('POST', '/clock/jump', z.strictObject({ ms: z.number() }), ({ ms }) => clock.jump(ms)),
    controlRoute('POST', '/clock/freeze', noInput, () => clock.freeze()),
    controlRoute('POST', '/clock/run', z.strictObject({ speed: z.number().positive().optional() }), ({ speed }) =>
      clock.run(speed),
    ),
  ]
}
