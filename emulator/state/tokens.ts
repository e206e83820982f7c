import { randomBytes } from 'node:crypto'
import type { Clock } from './clock'
import type { Settings } from './settings'

type Token = { token: string; kind: 'access' | 'refresh'; expiresAtElapsed: number; used: boolean }
export type TokenPair = { accessToken: string; refreshToken: string }
export type TokenState = 'live' | 'expired' | 'unknown'
export type TokensSnapshot = { tokens: Token[]; callbackAddress: string | null }

/** Access and refresh tokens (2.1). Older access tokens live until their own end; a refresh token works once. */
export class Tokens {
  private tokens = new Map<string, Token>()
  /** The address the newest login gave (2.1.1); a login without one takes it back. */
  callbackAddress: string | null = null

  constructor(
    private clock: Clock,
    private settings: Settings,
  ) {}

  issue(): TokenPair {
    this.forgetLongDead()
    return {
      accessToken: this.add('access', this.settings.accessTokenMs),
      refreshToken: this.add('refresh', this.settings.refreshTokenMs),
    }
  }

  check(kind: 'access' | 'refresh', text: string): TokenState {
    const token = this.tokens.get(text)
    if (token?.kind !== kind) return 'unknown'
    return token.used || token.expiresAtElapsed <= this.clock.elapsed() ? 'expired' : 'live'
  }

  /** Uses up a live refresh token. */
  spend(refreshToken: string): void {
    const token = this.tokens.get(refreshToken)
    if (token) token.used = true
  }

  expire(which: 'access' | 'refresh' | 'all'): number {
    let count = 0
    for (const token of this.tokens.values()) {
      if ((which !== 'all' && token.kind !== which) || this.check(token.kind, token.token) !== 'live') continue
      token.expiresAtElapsed = this.clock.elapsed()
      count++
    }
    return count
  }

  /** Live access tokens, oldest first. */
  liveAccess(): string[] {
    return [...this.tokens.values()]
      .filter((token) => token.kind === 'access' && this.check('access', token.token) === 'live')
      .map((token) => token.token)
  }

  clear(): void {
    this.tokens.clear()
    this.callbackAddress = null
  }

  snapshot(): TokensSnapshot {
    return { tokens: [...this.tokens.values()], callbackAddress: this.callbackAddress }
  }

  restore(saved: TokensSnapshot): void {
    this.tokens = new Map(saved.tokens.map((token) => [token.token, token]))
    this.callbackAddress = saved.callbackAddress
  }

  private add(kind: Token['kind'], lifeMs: number): string {
    const token = randomBytes(24).toString('hex')
    this.tokens.set(token, { token, kind, expiresAtElapsed: this.clock.elapsed() + lifeMs, used: false })
    return token
  }

  private forgetLongDead(): void {
    if (this.tokens.size < 2_000) return
    for (const token of this.tokens.values()) {
      if (this.check(token.kind, token.token) !== 'live') this.tokens.delete(token.token)
    }
  }
}
