'use server'

import { noteSharedKey as note } from '@/lib/shared-keys/note-shared-key'
import { deskAction } from '../_entry/desk-action'

export async function noteSharedKey(property: string, input: { id: string; note: string }) {
  return deskAction(property, (ctx) => note(ctx, input))
}
