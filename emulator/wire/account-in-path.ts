import type { World } from '../state/world'
import { Refusal } from './answer'

/** In the `servers` style the two lists can be asked for one sub-account (R2), which must exist. */
export function checkAccount(world: World, params: Record<string, string>): void {
  const { account } = params
  if (account === undefined || world.settings.accounts.includes(account) || world.accounts.has(account)) return
  throw new Refusal('no-such-account')
}
