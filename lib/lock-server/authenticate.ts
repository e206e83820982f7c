import { secondMs } from '../time/clock'
import type { Answered, LockServerConnection, Tokens } from './contract'
import type { ApiRequest, Requests } from './requests'
import { toTokens } from './translate'
import type { Transport } from './transport'
import { readAnswer } from './verdict'
import { tokensAnswer } from './wire'

export const jsonHeaders = { 'content-type': 'application/json' }

/** Signing in must not wait behind its own callers for long; commands' places are kept for it too. */
const turnMs = 10 * secondMs

export interface Authenticate {
  /** 2.1.1. Throws VendorError. */
  login(): Promise<Answered<Tokens>>
  /** 2.1.2: the refresh token works once. Throws VendorError. */
  refresh(refreshToken: string): Promise<Answered<Tokens>>
}

export function authenticate(transport: Transport, requests: Requests, connection: LockServerConnection): Authenticate {
  async function ask(request: ApiRequest, secret: string): Promise<Answered<Tokens>> {
    const answer = await transport.send({ ...request, lane: 'command', headers: jsonHeaders, turnMs })
    const tokens = readAnswer(answer, { schema: tokensAnswer, translate: toTokens }, [secret])
    const { serverAt, answeredMonotonicMs } = answer
    return { answer: tokens, serverAt, answeredMonotonicMs }
  }
  return {
    login: () => ask(requests.login(), connection.password),
    refresh: (refreshToken) => ask(requests.refresh(refreshToken), refreshToken),
  }
}
