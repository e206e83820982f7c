'use server'

import { changeCallback as changeSharing } from '@/lib/connections/change-callback'
import { changeConnection as change } from '@/lib/connections/change-connection'
import type { KeeperAccountAsked } from '@/lib/connections/contract'
import { createKeeperAccount as createKeeper } from '@/lib/connections/create-keeper-account'
import type { CallbackInput, ConnectionInput } from '@/lib/connections/input'
import { seeCertificate as see } from '@/lib/connections/see-certificate'
import { testConnection as test } from '@/lib/connections/test-connection'
import { trustCertificate as trust } from '@/lib/connections/trust-certificate'
import { deskAction } from '../_entry/desk-action'

export async function changeConnection(property: string, input: ConnectionInput) {
  return deskAction(property, (ctx) => change(ctx, input))
}

/** With `input` the settings of the form, which are not saved; without, the saved ones. */
export async function testConnection(property: string, input?: ConnectionInput) {
  return deskAction(property, (ctx) => test(ctx, input))
}

export async function seeCertificate(property: string) {
  return deskAction(property, see)
}

export async function trustCertificate(property: string, sha256: string) {
  return deskAction(property, (ctx) => trust(ctx, { sha256 }))
}

export async function changeCallback(property: string, input: CallbackInput) {
  return deskAction(property, (ctx) => changeSharing(ctx, input))
}

/** Asks for it once; what came of it is in the list. */
export async function createKeeperAccount(property: string, input: KeeperAccountAsked) {
  return deskAction(property, (ctx) => createKeeper(ctx, input))
}
