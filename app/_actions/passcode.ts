'use server'

import type { AskedCode, AskedReplacement, PasscodeId } from '@/components/passcodes/passcode-contract'
import { DeskError } from '@/lib/errors/desk-error'
import { lookAtDoor as look } from '@/lib/front-desk/look-at-door'
import { isId } from '@/lib/ids/ids'
import { cancelPasscode as cancel } from '@/lib/passcodes/cancel-passcode'
import { closeUnaccountedCode as close } from '@/lib/passcodes/close-unaccounted-code'
import { noteUnaccountedCode as noteCase } from '@/lib/passcodes/note-unaccounted-code'
import { replacePasscode as replace } from '@/lib/passcodes/replace-passcode'
import { setUpPasscode as setUp } from '@/lib/passcodes/set-up-passcode'
import { showPasscode as show } from '@/lib/passcodes/show-passcode'
import { useUnfitPasscode as takeUnfit } from '@/lib/passcodes/use-unfit-passcode'
import { deskAction } from '../_entry/desk-action'

export async function setUpPasscode(property: string, input: AskedCode) {
  return deskAction(property, (ctx) => setUp(ctx, input))
}

export async function replacePasscode(property: string, input: AskedReplacement) {
  return deskAction(property, (ctx) => replace(ctx, input))
}

export async function cancelPasscode(property: string, input: { pressKey: string; passcodeId: PasscodeId }) {
  return deskAction(property, (ctx) => cancel(ctx, input))
}

export async function showPasscode(
  property: string,
  input: { passcodeId: PasscodeId; use: 'on-screen' | 'copy' | 'slip' },
) {
  return deskAction(property, (ctx) => show(ctx, input))
}

export async function handOutUnfitPasscode(
  property: string,
  input: { passcodeId: PasscodeId; reason: string; reasonNote?: string | undefined },
) {
  return deskAction(property, (ctx) => takeUnfit(ctx, input))
}

export async function closeUnaccountedCode(
  property: string,
  input: { passcodeId: PasscodeId; reason: string; reasonNote?: string | undefined },
) {
  return deskAction(property, (ctx) => close(ctx, input))
}

export async function noteUnaccountedCode(property: string, input: { passcodeId: PasscodeId; note: string }) {
  return deskAction(property, (ctx) => noteCase(ctx, input))
}

/** For *Guest cannot get in*. */
export async function lookAtDoor(property: string, lockId: `lck_${string}`) {
  return deskAction(property, async (ctx) => {
    if (!isId('lock', lockId)) throw new DeskError('not-found')
    return look(ctx, lockId)
  })
}
