import type { RequestFacts } from '@/lib/auth/auth-settings'
import { isOwnOrigin } from '@/lib/auth/own-origin'
import { DeskError } from '@/lib/errors/desk-error'

/** I30: what changes something is done for our own pages only, and refused before anything is read. */
export function refuseForeignOrigin(request: RequestFacts, publicUrl: string): void {
  if (!isOwnOrigin(request.header('origin'), publicUrl)) throw new DeskError('foreign-origin')
}
