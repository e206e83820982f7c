import type { IconName } from '@/components/ui/icon'

/** Names in `shell.nav`. */
export type PlaceName = 'desk' | 'locks' | 'gateways' | 'keys' | 'activity' | 'settings'

/** One main area. The links a person may not use are left out by whoever makes the list. */
export interface Place {
  name: PlaceName
  href: string
}

export const placeIcons: Record<PlaceName, IconName> = {
  desk: 'desk',
  locks: 'lock',
  gateways: 'gateway',
  keys: 'key',
  activity: 'activity',
  settings: 'settings',
}

/** The main areas of a property in their order; `/<slug>` is the Desk. */
export function placesOf(slug: string): Place[] {
  const within: PlaceName[] = ['locks', 'gateways', 'keys', 'activity', 'settings']
  return [{ name: 'desk', href: `/${slug}` }, ...within.map((name) => ({ name, href: `/${slug}/${name}` }))]
}

/** The area that a path lies in: the longest address that begins it. `/a/shared-keys` counts as Keys. */
export function currentPlace(places: readonly Place[], pathname: string): PlaceName | undefined {
  const path = pathname.replace(/^(\/[^/]+)\/shared-keys(?=\/|$)/, '$1/keys')
  const fits = places.filter(({ href }) => path === href || path.startsWith(`${href}/`))
  return fits.sort((a, b) => b.href.length - a.href.length)[0]?.name
}
