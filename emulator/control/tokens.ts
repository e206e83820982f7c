import { z } from 'zod'
import type { World } from '../state/world'
import { controlRoute, noInput } from './control-route'

export type TokensControl = ReturnType<typeof tokensControl>

export function tokensControl({ tokens }: World) {
  return {
    /** Lets live tokens expire now; answers how many. */
    expire: (which: 'access' | 'refresh' | 'all') => tokens.expire(which),
    /** Live access tokens, oldest first. */
    liveAccess: () => tokens.liveAccess(),
    /** The address that the newest login gave. */
    callbackAddress: () => tokens.callbackAddress,
  }
}

export function tokenRoutes(control: TokensControl) {
  const which = z.strictObject({ which: z.enum(['access', 'refresh', 'all']) })
  return [
    controlRoute('GET', '/tokens', noInput, () => ({
      liveAccess: control.liveAccess().map((token) => token.slice(0, 8)),
      callbackAddress: control.callbackAddress(),
    })),
    controlRoute('POST', '/tokens/expire', which, (asked) => ({ expired: control.expire(asked.which) })),
  ]
}
