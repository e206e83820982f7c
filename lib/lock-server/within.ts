import type { Clock } from '../time/clock'
import { VendorError } from './errors'

/** How long a caller waits before its first byte. */
export interface Patience {
  ms: number
  signal?: AbortSignal
}

/** The work's result, or VendorError `no-turn` / `aborted` when the caller's patience ends first; the work goes on. */
export async function within<T>(clock: Clock, work: Promise<T>, { ms, signal }: Patience): Promise<T> {
  const done = new AbortController()
  const over = clock.wait(Math.max(0, ms), signal ? AbortSignal.any([done.signal, signal]) : done.signal)
  work.catch(() => {})
  try {
    const first = await Promise.race([work.then((value) => ({ value })), over.then(() => null)])
    if (first) return first.value
    throw signal?.aborted
      ? new VendorError('given up before it could be sent', { kind: 'aborted', sent: 'no' })
      : new VendorError('its turn did not come in time', { kind: 'no-turn', sent: 'no' })
  } finally {
    done.abort()
  }
}
