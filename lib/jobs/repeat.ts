import type { House } from '../access/house'
import { errorFields } from '../log/log'

/** Does `work` now and again after each pause until the signal; a failure is logged and the next turn tries again. */
export async function repeat(
  { clock, log }: House,
  signal: AbortSignal,
  name: string,
  everyMs: number,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      log.warn({ work: name, ...errorFields(error) }, 'regular work failed')
    }
    await clock.wait(everyMs, signal)
  }
}
