import type { Settings } from '../state/settings'
import type { TokenPair } from '../state/tokens'
import { number } from './answer'

/** The four fields that login and refresh answer; `…_expires` are durations in ms. */
export function tokenFields(pair: TokenPair, settings: Settings): Record<string, unknown> {
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    accessToken_expires: number(settings.accessTokenMs, settings),
    refreshToken_expires: number(settings.refreshTokenMs, settings),
  }
}
