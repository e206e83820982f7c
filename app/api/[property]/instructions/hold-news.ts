import type { DeskContext } from '@/lib/access/context'
import { mayDo } from '@/lib/access/require-permission'
import type { Id } from '@/lib/ids/ids'
import type { InstructionNews, InstructionView } from '@/lib/instructions/contract'
import type { InstructionBell } from '@/lib/instructions/instruction-bell'
import { listInstructions, listLateUnlocks } from '@/lib/instructions/queries'
import { isLateUnlock } from '@/lib/instructions/rules'
import { findEmergencies } from '@/lib/notices/queries'
import type { Seen } from './read-seen'

export interface NewsAsked {
  bell: InstructionBell
  seen: Seen
  /** The mark of the emergency entries that the client shows; empty for none. */
  emergencies?: string
  holdMs: number
  /** The context of this moment: session and roles are read again (I31); throws when they no longer allow it. */
  again(): Promise<DeskContext>
  /** Our own code at the property, to look whether what rang is an unlock that came late. */
  system: DeskContext
  /** Aborts when the client is gone. */
  signal: AbortSignal
}

/** Its turn comes without a ring (lib/instructions/send-command.ts): what waits for it is looked at this often. */
const turnLookMs = 400

/** Hears first, then reads; answers at once when something moved, else when it does or the hold ends (design.md, 5; I7). */
export async function holdNews(ctx: DeskContext, asked: NewsAsked): Promise<InstructionNews> {
  const { clock } = ctx
  const untilMs = clock.monotonicMs() + asked.holdMs
  const ears = hear(asked)
  try {
    for (let current = ctx; ; current = await asked.again()) {
      const heardBefore = ears.count()
      const { news, waitsForTurn } = await readNews(current, asked.seen)
      const leftMs = untilMs - clock.monotonicMs()
      if (isNews(news, asked) || leftMs <= 0 || asked.signal.aborted) return news
      if (ears.count() === heardBefore) {
        const lookMs = waitsForTurn ? Math.min(leftMs, turnLookMs) : leftMs
        await clock.wait(lookMs, ears.nextRing(asked.signal))
      }
      if (asked.signal.aborted) return news
    }
  } finally {
    ears.close()
  }
}

async function readNews(ctx: DeskContext, seen: Seen) {
  const named = await listInstructions(ctx, [...seen.keys()])
  const news: InstructionNews = {
    now: ctx.now,
    moved: named.filter((view) => view.version > (seen.get(view.id) ?? 0)),
    late: await listLateUnlocks(ctx),
    ...(mayDo(ctx, 'notice.see') && { emergencies: await findEmergencies(ctx) }),
  }
  return { news, waitsForTurn: named.some((view) => view.outcome === null && view.sendingAt === null) }
}

const isNews = ({ moved, late, emergencies }: InstructionNews, asked: NewsAsked): boolean =>
  moved.length > 0 ||
  late.some(({ id, version }) => (asked.seen.get(id) ?? 0) < version) ||
  (emergencies !== undefined && emergencies.mark !== (asked.emergencies ?? ''))

/** All that are held hear the same ring; one of them looks at it. */
const lateness = new WeakMap<object, Promise<boolean>>()

/** Counts the rings that concern this poll, and ends waits by them. */
function hear({ bell, seen, system }: NewsAsked) {
  let rings = 0
  let round = new AbortController()
  const ring = () => {
    rings += 1
    round.abort()
  }
  const close = bell.hear(
    (change) => {
      if (change.propertyId !== system.property.id) return
      if (seen.has(change.instructionId)) return ring()
      let late = lateness.get(change)
      if (!late) {
        late = cameLate(system, change.instructionId)
        lateness.set(change, late)
      }
      void late.then((is) => is && ring())
    },
    ring,
    (propertyId) => propertyId === system.property.id && ring(),
  )
  return {
    count: () => rings,
    close,
    /** Aborts at the next ring, or with the client. */
    nextRing(gone: AbortSignal): AbortSignal {
      round = new AbortController()
      return AbortSignal.any([round.signal, gone])
    },
  }
}

async function cameLate(ctx: DeskContext, id: Id<'instruction'>): Promise<boolean> {
  try {
    const [view] = await listInstructions(ctx, [id])
    return view !== undefined && isToldAsLate(view)
  } catch {
    // Not readable now: whoever holds reads for himself and sees.
    return true
  }
}

const isToldAsLate = (view: InstructionView): boolean => isLateUnlock(view) && view.dismissedAt === null
