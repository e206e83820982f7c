import type { Clock } from '../time/clock'
import type { Authenticate } from './authenticate'
import { VendorError } from './errors'
import type { AccessToken, Session } from './session'
import { within } from './within'

/** For settings that are only being tried: one login at the first need, nothing kept, nothing renewed. */
export function openPassingSession(calls: Authenticate, clock: Clock): Session {
  let token: Promise<AccessToken> | null = null
  const logIn = async (): Promise<AccessToken> => {
    const { answer } = await calls.login()
    return { generation: 1, accessToken: answer.accessToken }
  }
  const once = () => {
    token ??= logIn()
    return token
  }
  return {
    token: (_lane, patience) => within(clock, once(), patience),
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
