import { and, eq, isNull, lte } from 'drizzle-orm'
import type { DeskContext, HouseContext } from '../access/context'
import { type House, openHouseContext } from '../access/house'
import { sessions } from '../db/schema/staff'
import { trustedProxies } from '../env/trusted-proxies'
import { newId } from '../ids/ids'
import { noteUseEveryMs } from '../staff/rules'
import type { AuthSettings, RequestFacts } from './auth-settings'
import { clientAddress } from './client-address'
import { computerCookie } from './computer-cookie'
import { findSignedIn, type SignedIn } from './find-signed-in'
import { findPeer } from './peer-address'
import { readSessionToken, sessionCookie } from './session-token'

/** Everything that an entry point learns of who asks; all of it read from the database for this request. */
export interface OpenedRequest {
  /** Outside any property; a visitor's when nobody is signed in. */
  house: HouseContext
  /** At the property asked for; null when it does not exist or the person has no role there. */
  desk: DeskContext | null
  signedIn: SignedIn | null
  /** Whose screen is locked: nobody is signed in until they proved who they are, and only what proves it may look here. */
  locked: SignedIn | null
  /** The browser brought a session that has ended: the words differ from those for a first visit. */
  sessionEnded: boolean
  address: string
  userAgent: string
  /** What a registered desk computer shows; null anywhere else. */
  computerToken: string | null
}

/**
 * The context factory (design.md, How data flows, 1): cookie → token → session row → person and roles at `slug`.
 * `use` = input or navigation, which keeps the screen from being locked; polls must not.
 */
export async function openRequest(
  house: House,
  settings: AuthSettings,
  request: RequestFacts,
  asked: { slug?: string | null; use: boolean },
): Promise<OpenedRequest> {
  const address = addressOf(settings, request)
  const requestId = newId('request')
  const visitor = { ...openHouseContext(house, { kind: 'visitor', address }, requestId), address }
  const userAgent = (request.header('user-agent') ?? '').slice(0, 300)
  const claimed = await readSessionToken(settings, request)
  const computerToken = request.cookie(computerCookie(settings.publicUrl).name) ?? null
  const place = { address, userAgent, computerToken }
  const found = claimed ? await findSignedIn(visitor, claimed, asked.slug ?? null) : null
  if (found?.locked) {
    await noteLock(visitor, found)
    return { house: visitor, desk: null, signedIn: null, locked: found, sessionEnded: false, ...place }
  }
  const signedIn = found
  if (!signedIn) {
    const sessionEnded = request.cookie(sessionCookie(settings).name) !== undefined
    return { house: visitor, desk: null, signedIn: null, locked: null, sessionEnded, ...place }
  }
  if (asked.use) await noteUse(visitor, signedIn)
  const ctx: HouseContext = { ...visitor, actor: signedIn.actor }
  const desk = signedIn.property && { ...ctx, property: signedIn.property }
  return { house: ctx, desk, signedIn, locked: null, sessionEnded: false, ...place }
}

export function addressOf(settings: AuthSettings, request: RequestFacts): string {
  return clientAddress(findPeer(request), request.header('x-forwarded-for'), trustedProxies(settings.trustedProxies))
}

/** At most one write a minute and session, however many requests come at once; never one that was locked meanwhile. */
async function noteUse(ctx: HouseContext, { actor, usedAt, idleMs }: SignedIn): Promise<void> {
  const noted = ctx.now - noteUseEveryMs(idleMs)
  if (usedAt > noted) return
  await ctx.db
    .update(sessions)
    .set({ usedAt: ctx.now })
    .where(and(eq(sessions.id, actor.sessionId), lte(sessions.usedAt, noted), isNull(sessions.lockedAt)))
}

/** Locked for want of use is locked for good: no longer setting opens it again. */
async function noteLock(ctx: HouseContext, { actor, usedAt, lockedUnnoted }: SignedIn): Promise<void> {
  if (!lockedUnnoted) return
  await ctx.db
    .update(sessions)
    .set({ lockedAt: ctx.now })
    .where(and(eq(sessions.id, actor.sessionId), eq(sessions.usedAt, usedAt), isNull(sessions.lockedAt)))
}
