import type { Home } from '../db/home'
import type { Id } from '../ids/ids'
import { noticeChannel } from '../notices/notice-channel'
import { type InstructionChange, instructionChannel, readChange } from './instruction-channel'

type Hearer = (change: InstructionChange) => void
type NoticeHearer = (propertyId: Id<'property'>) => void

/** Rings in this process whenever an instruction changed in any; one LISTEN for all who wait. */
export interface InstructionBell {
  /**
   * Hears every change from now on; `onGap` when changes may have been missed: read again. `onNotice`: what managers of a
   * property are told has changed. Returns how to stop.
   */
  hear(hearer: Hearer, onGap: () => void, onNotice?: NoticeHearer): () => void
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
  const hearers = new Map<Hearer, { onGap: () => void; onNotice: NoticeHearer | undefined }>()
  const tellGap = () => {
    for (const { onGap } of [...hearers.values()]) onGap()
  }
  await home.listen(
    instructionChannel,
    (payload) => {
      const change = readChange(payload)
      if (change) for (const hearer of [...hearers.keys()]) hearer(change)
    },
    tellGap,
  )
  await home.listen(
    noticeChannel,
    (propertyId) => {
      for (const { onNotice } of [...hearers.values()]) onNotice?.(propertyId as Id<'property'>)
    },
    tellGap,
  )
  return {
    hear(hearer, onGap, onNotice) {
      hearers.set(hearer, { onGap, onNotice })
      return () => {
        hearers.delete(hearer)
      }
    },
  }
}
