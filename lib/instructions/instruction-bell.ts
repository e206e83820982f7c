import type { Home } from '../db/home'
import { type InstructionChange, instructionChannel, readChange } from './instruction-channel'

type Hearer = (change: InstructionChange) => void

/** Rings in this process whenever an instruction changed in any; one LISTEN for all who wait. */
export interface InstructionBell {
  /** Hears every change from now on; `onGap` when changes may have been missed: read again. Returns how to stop. */
  hear(hearer: Hearer, onGap: () => void): () => void
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
  const hearers = new Map<Hearer, () => void>()
  await home.listen(
    instructionChannel,
    (payload) => {
      const change = readChange(payload)
      if (change) for (const hearer of [...hearers.keys()]) hearer(change)
    },
    () => {
      for (const onGap of [...hearers.values()]) onGap()
    },
  )
  return {
    hear(hearer, onGap) {
      hearers.set(hearer, onGap)
      return () => {
        hearers.delete(hearer)
      }
    },
  }
}
