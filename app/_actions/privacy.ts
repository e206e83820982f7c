'use server'

import { changePrivacy as change } from '@/lib/privacy/change-privacy'
import type { PrivacyLimits } from '@/lib/privacy/contract'
import { eraseGuest as erase } from '@/lib/privacy/erase-guest'
import { exportGuest as take } from '@/lib/privacy/export-guest'
import { findGuestRecords as find } from '@/lib/privacy/queries'
import { runPrivacyNow as run } from '@/lib/privacy/run-now'
import { deskAction } from '../_entry/desk-action'

export async function changePrivacy(property: string, input: Partial<PrivacyLimits>) {
  return deskAction(property, (ctx) => change(ctx, input))
}

export async function runPrivacyNow(property: string) {
  return deskAction(property, (ctx) => run(ctx))
}

export async function findGuestRecords(property: string, text: string) {
  return deskAction(property, (ctx) => find(ctx, text))
}

export async function exportGuest(property: string, input: { ids: string[] }) {
  return deskAction(property, (ctx) => take(ctx, input))
}

export async function eraseGuest(property: string, input: { ids: string[] }) {
  return deskAction(property, (ctx) => erase(ctx, input))
}
