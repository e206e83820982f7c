import { and, eq, gt, ne, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { watches } from '../db/schema/watches'
import type { Id } from '../ids/ids'
import { secondMs } from '../time/clock'

/** A page that asked once is taken as open for that long. */
export const watchedForMs = 60 * secondMs
/** Of one page: what fits on a screen. */
export const longestPage = 60
/** Another process learns of new pages at most this often, and that old ones are still open this often. */
const tellEveryMs = 2 * secondMs
const repeatEveryMs = 20 * secondMs

interface OpenPage {
  lockIds: readonly Id<'lock'>[]
  untilMs: number
}

interface Watched {
  pages: Map<string, OpenPage>
  toldMs: number
  told: string
  /** The sampler runs in this very process: nobody else needs to be told. */
  sampledHere: boolean
}

const key = Symbol.for('keydesk.watched-locks')
const processWide = globalThis as { [key]?: Map<string, Watched> }

function watchedAt(ctx: Pick<DeskContext, 'processId' | 'property'>): Watched {
  processWide[key] ??= new Map()
  const name = `${ctx.processId} ${ctx.property.id}`
  let watched = processWide[key].get(name)
  if (!watched) {
    watched = { pages: new Map(), toldMs: Number.NEGATIVE_INFINITY, told: '', sampledHere: false }
    processWide[key].set(name, watched)
  }
  return watched
}

/**
 * A page says what is on its screen, each time that it polls. `page` tells pages of one person apart; no locks at all
 * still says that somebody looks. Costs nothing but memory while the sampler runs in this process.
 */
export function watchLocks(ctx: DeskContext, page: string, lockIds: readonly Id<'lock'>[]): void {
  requirePermission(ctx, 'lock.see')
  const watched = watchedAt(ctx)
  const nowMs = ctx.clock.monotonicMs()
  const viewer = ctx.actor.kind === 'staff' ? ctx.actor.sessionId : ctx.actor.kind
  const name = `${viewer} ${page.slice(0, 40)}`
  watched.pages.delete(name)
  watched.pages.set(name, { lockIds: lockIds.slice(0, longestPage), untilMs: nowMs + watchedForMs })
  forgetClosed(watched, nowMs)
  if (watched.sampledHere) return
  const pages = pagesOf(watched)
  const text = JSON.stringify(pages)
  const pauseMs = text === watched.told ? repeatEveryMs : tellEveryMs
  if (nowMs - watched.toldMs < pauseMs) return
  watched.toldMs = nowMs
  watched.told = text
  ctx.background.run('tell-watched-locks', () => tellOthers(ctx, pages))
}

/** Whether this process samples the property itself. */
export function setSampledHere(ctx: Pick<DeskContext, 'processId' | 'property'>, here: boolean): void {
  watchedAt(ctx).sampledHere = here
}

/** Every page that is open now, in whatever process: what the sampler goes by. */
export async function listOpenPages(ctx: DeskContext): Promise<Id<'lock'>[][]> {
  const watched = watchedAt(ctx)
  forgetClosed(watched, ctx.clock.monotonicMs())
  const elsewhere = await ctx.db
    .select({ pages: watches.pages })
    .from(watches)
    .where(
      and(
        eq(watches.propertyId, ctx.property.id),
        ne(watches.processId, ctx.processId),
        gt(watches.until, sql`clock_timestamp()`),
      ),
    )
  return [...pagesOf(watched), ...elsewhere.flatMap(({ pages }) => pages)]
}

const pagesOf = ({ pages }: Watched): Id<'lock'>[][] => [...pages.values()].map(({ lockIds }) => [...lockIds])

/** At most 200 pages per process: the ones that asked last. */
function forgetClosed({ pages }: Watched, nowMs: number): void {
  for (const [name, { untilMs }] of pages) {
    if (untilMs <= nowMs || pages.size > 200) pages.delete(name)
  }
}

async function tellOthers({ db, property, processId }: DeskContext, pages: Id<'lock'>[][]): Promise<void> {
  const until = sql`clock_timestamp() + ${watchedForMs} * interval '1 millisecond'`
  await db
    .insert(watches)
    .values({ propertyId: property.id, processId, pages, until })
    .onConflictDoUpdate({ target: [watches.propertyId, watches.processId], set: { pages, until } })
  await db.delete(watches).where(sql`${watches.until} < clock_timestamp() - interval '1 hour'`)
}
