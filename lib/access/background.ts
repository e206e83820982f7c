import { errorFields, type Log } from '../log/log'

/** Work that goes on after its request was answered; a graceful stop waits for it. */
export interface Background {
  /** Starts `work` at once; a failure is logged, never thrown. */
  run(name: string, work: () => Promise<void>): void
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>
  /** Aborts when the process begins to stop. */
  stopping: AbortSignal
  stop(): void
}

export function createBackground(log: Log): Background {
  const underWay = new Set<Promise<void>>()
  const controller = new AbortController()
  return {
    run(name, work) {
      const promise = work()
        .catch((error: unknown) => log.error({ work: name, ...errorFields(error) }, 'background work failed'))
        .finally(() => underWay.delete(promise))
      underWay.add(promise)
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    stopping: controller.signal,
    stop: () => controller.abort(),
  }
}
