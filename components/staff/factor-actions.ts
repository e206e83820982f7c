import type { ActionResult } from '@/lib/errors/contract'
import type { OwnFactors } from '@/lib/staff/contract'
import type { NewPasskeyQuestion } from './use-passkey'

/** A secret for an authenticator app, drawn by the server. */
export interface DrawnTotp {
  draft: string
  secret: string
  drawn: { path: string; size: number }
}

/** With the first factor: recovery codes, to be seen once. */
export interface AddedFactor {
  recoveryCodes: string[] | null
  sessionsEnded: number
}

export type PasskeyId = OwnFactors['passkeys'][number]['id']

/** What one can do about one's own second factor. */
export interface FactorActions {
  draftTotp: () => Promise<ActionResult<DrawnTotp>>
  confirmTotp: (input: { draft: string; code: string }) => Promise<ActionResult<AddedFactor>>
  removeTotp: () => Promise<ActionResult<unknown>>
  makeRecoveryCodes: () => Promise<ActionResult<{ recoveryCodes: string[] }>>
  askNewPasskey: () => Promise<ActionResult<NewPasskeyQuestion>>
  addPasskey: (input: { name: string; passkey: unknown }) => Promise<ActionResult<AddedFactor>>
  removePasskey: (id: PasskeyId) => Promise<ActionResult<unknown>>
}
