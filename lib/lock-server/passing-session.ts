import { sql } from 'drizzle-orm'
import type { Clock } from '../time/clock'
import type { Authenticate } from './authenticate'
import type { Tokens } from './contract'
import { isVendorError, signedOut, VendorError } from './errors'
import type { AccessToken, Session } from './session'
import { within } from './within'

/**
 * For settings that are only being tried: one login at the first need, nothing kept, nothing renewed. `login` throws what it
 * failed with; `given` gets the tokens.
 */
export function openPassingSession(
  calls: Authenticate,
  clock: Clock,
  given?: (tokens: Tokens) => Promise<void>,
): Session {
  let token: Promise<AccessToken> | null = null
  const logIn = async (): Promise<AccessToken> => {
    const { answer } = await calls.login()
    await given?.(answer)
    return { generation: 1, accessToken: answer.accessToken }
  }
  const once = () => {
    token ??= logIn()
    return token
  }
  return {
    async token(_lane, patience) {
      try {
        return await within(clock, once(), patience)
      } catch (error) {
        if (!isVendorError(error) || error.sent === 'no') throw error
        throw signedOut(error.kind, 0, error)
      }
    },
    isCurrent: () => sql`true`,
    refused: async () => false,
    renewalHelped() {},
    login: async (patience) => {
      await within(clock, once(), patience)
    },
    close() {
      token ??= Promise.reject(new VendorError('the connection was closed', { kind: 'aborted', sent: 'no' }))
      token.catch(() => {})
    },
  }
}
