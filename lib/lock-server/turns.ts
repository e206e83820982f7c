import { VendorError } from './errors'

/** Readings share all places but the two kept for commands (R20). */
export type Lane = 'reading' | 'command'

export interface Turns {
  /** Resolves when it is this call's turn, to what gives the turn back; throws VendorError `no-turn` or `aborted`. */
  take(lane: Lane, waitMs: number, signal?: AbortSignal): Promise<() => void>
  /** Everybody who waits, and everybody who comes later, is told `aborted`. */
  close(): void
}

interface Waiter {
  lane: Lane
  start(): void
  refuse(error: VendorError): void
}

const closedError = () => new VendorError('the connection was closed', { kind: 'aborted', sent: 'no' })

/** First come, first served among those who may go: at most `calls` at once, of which readings take at most `readings`. */
export function openTurns(calls: number, readings: number): Turns {
  const waiting = new Set<Waiter>()
  const running = { reading: 0, command: 0 }
  let closed = false

  const mayGo = (lane: Lane) =>
    running.reading + running.command < calls && (lane === 'command' || running.reading < readings)

  function advance() {
    for (const waiter of waiting) {
      if (!mayGo(waiter.lane)) continue
      waiting.delete(waiter)
      running[waiter.lane] += 1
      waiter.start()
    }
  }

  return {
    take: (lane, waitMs, signal) =>
      new Promise((resolve, reject) => {
        if (closed || signal?.aborted) return reject(closedError())
        const settle = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
        }
        const waiter: Waiter = {
          lane,
          start() {
            settle()
            let given = true
            resolve(() => {
              if (!given) return
              given = false
              running[lane] -= 1
              advance()
            })
          },
          refuse(error) {
            settle()
            waiting.delete(waiter)
            reject(error)
          },
        }
        const timer = setTimeout(
          () => waiter.refuse(new VendorError('its turn did not come in time', { kind: 'no-turn', sent: 'no' })),
          waitMs,
        )
        const abort = () =>
          waiter.refuse(new VendorError('given up before its turn came', { kind: 'aborted', sent: 'no' }))
        signal?.addEventListener('abort', abort)
        waiting.add(waiter)
        advance()
      }),
    close() {
      closed = true
      for (const waiter of waiting) waiter.refuse(closedError())
    },
  }
}
