'use server'

import type { EntryExplained } from '@/lib/unlocks/contract'
import { explainEntry as explain } from '@/lib/unlocks/explain-entry'
import { deskAction } from '../_entry/desk-action'

export async function explainEntry(property: string, input: EntryExplained) {
  return deskAction(property, (ctx) => explain(ctx, input))
}
