import type { Home } from '../db/home'
import type { Id } from '../ids/ids'
import { type InstructionChange, instructionChannel, readChange } from './instruction-channel'

type Hearer = (change: InstructionChange) => void

/** Rings in this process whenever an instruction changed in any; one LISTEN for all who wait. */
export interface InstructionBell {
  /** Hears every change from now on; `null` fields never occur. Returns how to stop. */
  hear(hearer: Hearer): () => void
  /** Resolves true at the next change of one of the ids (or any of the property when none are named), false after `ms`. */
  next(propertyId: Id<'property'>, ids: ReadonlySet<string> | null, ms: number, signal?: AbortSignal): Promise<boolean>
}

const key = Symbol.for('keydesk.instruction-bells')
const processWide = globalThis as { [key]?: WeakMap<Home, Promise<InstructionBell>> }

/** The bell of this home, hung up at first use (this module exists more than once in a process, the bell once). */
export function instructionBell(home: Home): Promise<InstructionBell> {
  processWide[key] ??= new WeakMap()
  let bell = processWide[key].get(home)
  if (!bell) {
    bell = hangUp(home)
    processWide[key].set(home, bell)
    bell.catch(() => processWide[key]?.delete(home))
  }
  return bell
}

async function hangUp(home: Home): Promise<InstructionBell> {
  const hearers = new Set<Hearer>()
  await home.listen(instructionChannel, (payload) => {
    const change = readChange(payload)
    if (change) for (const hearer of [...hearers]) hearer(change)
  })
  const hear = (hearer: Hearer) => {
    hearers.add(hearer)
    return () => {
      hearers.delete(hearer)
    }
  }
  const next: InstructionBell['next'] = (propertyId, ids, ms, signal) =>
    new Promise((resolve) => {
      const end = (rang: boolean) => {
        clearTimeout(timer)
        stop()
        signal?.removeEventListener('abort', aborted)
        resolve(rang)
      }
      const aborted = () => end(false)
      const timer = setTimeout(() => end(false), ms)
      const stop = hear((change) => {
        if (change.propertyId === propertyId && (ids === null || ids.has(change.instructionId))) end(true)
      })
      signal?.addEventListener('abort', aborted)
      if (signal?.aborted) aborted()
    })
  return { hear, next }
}
