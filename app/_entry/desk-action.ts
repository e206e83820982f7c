import 'server-only'
import type { DeskContext, HouseContext } from '@/lib/access/context'
import { house } from '@/lib/access/house'
import type { OpenedRequest } from '@/lib/auth/open-request'
import type { ActionResult } from '@/lib/errors/contract'
import { DeskError } from '@/lib/errors/desk-error'
import { refuseForeignOrigin } from './refuse-foreign-origin'
import { authSettings, openNow, requestFacts } from './request-facts'
import { tellRefusal } from './tell-refusal'

/** Whence a visitor or person acts, for verbs that keep or count it. */
export interface Place {
  address: string
  userAgent: string
  /** What a registered desk computer shows. */
  computerToken: string | null
}

/** A server action at a property: origin, session, membership, then the verb. Everything it may throw becomes a refusal with a code. */
export async function deskAction<T>(
  slug: string,
  run: (ctx: DeskContext, place: Place) => Promise<T>,
): Promise<ActionResult<T>> {
  return answer(typeof slug === 'string' ? slug : null, async (opened) => {
    if (typeof slug !== 'string') throw new DeskError('invalid-input', { fields: { property: 'wrong-kind' } })
    requireSignedIn(opened)
    if (!opened.desk) throw new DeskError('not-found')
    return run(opened.desk, opened)
  })
}

/** The same outside any property: own sessions, password, language. `unless` lets in who must do something else first. */
export async function personAction<T>(
  run: (ctx: HouseContext, place: Place) => Promise<T>,
  unless: Unless = {},
): Promise<ActionResult<T>> {
  return answer(null, async (opened) => {
    const { locked } = opened
    if (locked && unless.evenLocked) return run({ ...opened.house, actor: { ...locked.actor, roles: [] } }, opened)
    requireSignedIn(opened, unless)
    return run(opened.house, opened)
  })
}

/** The same for whoever comes, signed in or not: set-up. The context is a visitor's. */
export async function visitorAction<T>(run: (ctx: HouseContext, place: Place) => Promise<T>): Promise<ActionResult<T>> {
  return answer(null, (opened) => {
    const actor = { kind: 'visitor', address: opened.address } as const
    return run({ ...opened.house, actor }, opened)
  })
}

/** Who comes through although a one-time password must be replaced, a second factor set up or a screen unlocked before anything else. */
interface Unless {
  evenWithOneTimePassword?: boolean
  evenWithoutFactor?: boolean
  /** The way out of a locked screen: nothing else may say so. */
  evenLocked?: boolean
}

export function requireSignedIn(opened: OpenedRequest, unless: Unless = {}): void {
  if (opened.locked) throw new DeskError('session-locked')
  if (!opened.signedIn) throw new DeskError('not-signed-in')
  const { oneTimePassword, secondFactor } = opened.signedIn
  if (oneTimePassword && !unless.evenWithOneTimePassword) throw new DeskError('password-change-needed')
  if (secondFactor.state === 'missing' && !unless.evenWithoutFactor) throw new DeskError('second-factor-due')
}

async function answer<T>(slug: string | null, run: (opened: OpenedRequest) => Promise<T>): Promise<ActionResult<T>> {
  let opened: OpenedRequest | undefined
  try {
    refuseForeignOrigin(await requestFacts(), authSettings().publicUrl)
    opened = await openNow(slug, true)
    return { ok: true, data: await run(opened) }
  } catch (error) {
    // Next's own redirect and notFound leave as they came.
    if (isNextSignal(error)) throw error
    return { ok: false, error: tellRefusal(error, { ctx: opened?.house, log: house().log, what: 'action' }) }
  }
}

function isNextSignal(error: unknown): boolean {
  const digest = (error as { digest?: unknown } | null)?.digest
  return typeof digest === 'string' && digest.startsWith('NEXT_')
}
