'use server'

import { drawKey } from '@/lib/guest-keys/draw-key'
import { addPasskey as add } from '@/lib/staff/add-passkey'
import {
  askPasskeyAgain as askAgain,
  askPasskeyToSignIn as askFirst,
  askNewPasskey as askNew,
} from '@/lib/staff/ask-passkey'
import { makeRecoveryCodes as makeCodes } from '@/lib/staff/make-recovery-codes'
import { removePasskey as remove } from '@/lib/staff/remove-passkey'
import { removeTotp as removeApp } from '@/lib/staff/remove-totp'
import { confirmTotp as confirm, draftTotp as draft } from '@/lib/staff/set-up-totp'
import { personAction, visitorAction } from '../_entry/desk-action'
import { requestFacts } from '../_entry/request-facts'
import { pendingSignInCookie } from '../_entry/sign-in-route'

/** The way out of having none, so open to who must set one up before anything else. */
const first = { evenWithoutFactor: true } as const

/** The secret, and the same drawn for the app's camera. */
export async function draftTotp() {
  return personAction(async (ctx) => {
    const { uri, ...made } = await draft(ctx)
    return { ...made, drawn: drawKey(uri) }
  }, first)
}

export async function confirmTotp(input: { draft: string; code: string }) {
  return personAction((ctx, place) => confirm(ctx, input, place), first)
}

export async function removeTotp() {
  return personAction((ctx) => removeApp(ctx))
}

export async function makeRecoveryCodes() {
  return personAction((ctx) => makeCodes(ctx))
}

export async function askNewPasskey() {
  return personAction((ctx) => askNew(ctx), first)
}

export async function addPasskey(input: { name: string; passkey: unknown }) {
  return personAction((ctx) => add(ctx, input), first)
}

export async function removePasskey(passkeyId: `pky_${string}`) {
  return personAction((ctx) => remove(ctx, { passkeyId }))
}

export async function askPasskeyAgain() {
  return personAction((ctx) => askAgain(ctx), { ...first, evenLocked: true })
}

/** `second` = for the second step that the cookie of the first one names; else for any passkey. */
export async function askPasskeyToSignIn(second: boolean) {
  return visitorAction(async (ctx, place) => {
    const pending = second === true ? ((await requestFacts()).cookie(pendingSignInCookie().name) ?? 'none') : undefined
    return askFirst(ctx, { pending }, place)
  })
}
