import { z } from 'zod'
import type { NextCode } from '../state/next-codes'
import type { World } from '../state/world'
import { controlRoute } from './control-route'

export type CodesControl = ReturnType<typeof codesControl>

export function codesControl({ nextCodes }: World) {
  return {
    /** Orders the digits of a coming code: given ones, a weak code, or a duplicate of one live on the same lock. */
    next: (code: NextCode, lockName?: string) => nextCodes.order(code, lockName ?? null),
  }
}

export function codeRoutes(control: CodesControl) {
  const code = z.union([z.strictObject({ digits: z.string().regex(/^\d{1,20}$/) }), z.enum(['weak', 'duplicate'])])
  const order = z.strictObject({ code, lockName: z.string().optional() })
  return [
    controlRoute('POST', '/codes/next', order, (asked) => {
      control.next(asked.code, asked.lockName)
      return { ordered: asked.code }
    }),
  ]
}
