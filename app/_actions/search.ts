'use server'

import { getLocale, getTranslations } from 'next-intl/server'
import type { SearchGroup, SearchResult } from '@/components/shell/search-contract'
import type { DeskContext } from '@/lib/access/context'
import type { Permission } from '@/lib/access/permissions'
import { mayDo } from '@/lib/access/require-permission'
import type { Found } from '@/lib/front-desk/contract'
import { findAnything } from '@/lib/front-desk/find-anything'
import { findGateways } from '@/lib/front-desk/find-gateways'
import { readPlaces, readWish } from '@/lib/front-desk/read-wish'
import { sayKey } from '@/lib/front-desk/rules'
import { sayMoment } from '@/lib/time/say-moment'
import { english } from '@/messages/english'
import { german } from '@/messages/german'
import { deskAction } from '../_entry/desk-action'

/** What people type does not follow the language of their screen. */
const languages = [english.search, german.search]
type PageName = keyof typeof english.search.places
type Wish = ReturnType<typeof readWish<keyof typeof english.search.acts>>

/** *Room, guest or code*: what fits, the best group first; the palette's search too. Typed digits come in the body and stay there (I32). */
export async function searchDesk(property: string, text: string) {
  return deskAction(property, (ctx) => findAll(ctx, text))
}

/** Doors, guests and codes, what can be done at a door that was named, gateways and pages; words count in every language. */
async function findAll(ctx: DeskContext, asked: unknown): Promise<SearchGroup[]> {
  const text = typeof asked === 'string' ? asked.trim().slice(0, 100) : ''
  const wish = readWish(text, languages)
  const found = await findAnything(ctx, text)
  // "room 204" and "code 204" are no names, but 204 is.
  const atDoor = wish.door === text.toLowerCase() ? found : await findAnything(ctx, wish.door)
  const named = wish.acts.length === 0 && found.length === 0 ? atDoor : found
  const groups = [
    ...(await foundGroups(ctx, named)),
    await actionsAt(ctx, wish, atDoor),
    await gatewaysNamed(ctx, text),
    await pagesNamed(ctx, text),
  ]
  return groups.filter(({ results }) => results.length > 0)
}

async function foundGroups(ctx: DeskContext, found: readonly Found[]): Promise<SearchGroup[]> {
  const t = await getTranslations('desk.search')
  const { slug, timeZone: zone } = ctx.property
  const locale = await getLocale()
  const say = (at: number | null) => (at === null ? '' : sayMoment(at, { zone, locale, now: ctx.now }))
  const keyHref = (one: Found) => `/${slug}/${one.passcodeId ? `keys/${one.passcodeId}` : `locks/${one.lockId}`}`
  const of = (kind: Found['kind'], result: (one: Found) => Omit<SearchResult, 'key'>) =>
    found.filter((one) => one.kind === kind).map((one) => ({ key: one.id, ...result(one) }))
  const words = await getTranslations('keys.state')
  const sayCode = ({ code, startsAt, endsAt }: Found) =>
    code === null
      ? ''
      : words(sayKey({ ...code, startsAt: startsAt ?? 0, endsAt: endsAt ?? 0 }).word, {
          from: say(startsAt),
          until: say(endsAt),
          at: say(code.cancelConfirmedAt),
        })
  const codes = of('code', (one) => ({
    href: keyHref(one),
    title: t('codeOf', { door: one.title }),
    detail: sayCode(one),
    icon: 'code',
  }))
  const doors = of('lock', (one) => ({
    href: `/${slug}/locks/${one.lockId}`,
    title: one.title,
    ...(one.detail !== null && one.detail !== one.title && { detail: one.detail }),
    icon: 'door',
  }))
  const guests = of('stay', (one) => ({
    href: keyHref(one),
    title: one.title,
    detail: t('guestIn', { door: one.detail ?? '', until: say(one.endsAt) }),
    icon: 'person',
  }))
  return [
    { label: t('groups.codes'), results: codes },
    { label: t('groups.doors'), results: doors },
    { label: t('groups.guests'), results: guests },
  ]
}

/** At most so many doors, when what was typed names none of them whole. */
const doorsOffered = 3

/** What is wanted at the door that was typed, or whatever can be done there; with an action's word, at doors that begin so too. */
async function actionsAt(ctx: DeskContext, wish: Wish, found: readonly Found[]): Promise<SearchGroup> {
  const t = await getTranslations('desk.search')
  const doors = found.filter(({ kind }) => kind === 'lock')
  const exact = doors.filter(({ title }) => title.toLowerCase() === wish.door)
  const meant = exact.length > 0 || wish.acts.length === 0 ? exact : doors
  const acts = [
    { act: 'issue-code', word: 'issueCode', icon: 'code', can: mayDo(ctx, 'passcode.set-up') },
    {
      act: 'mobile-key',
      word: 'mobileKey',
      icon: 'phone',
      can: ctx.property.mobileKeysOn && mayDo(ctx, 'guest-key.issue'),
    },
    { act: 'unlock', word: 'unlock', icon: 'unlock', can: mayDo(ctx, 'unlock.vacant') },
  ] as const
  return {
    label: t('groups.actions'),
    results: meant.slice(0, doorsOffered).flatMap((door) =>
      acts
        .filter(({ act, can }) => can && (wish.acts.length === 0 || wish.acts.includes(act)))
        .map(({ act, word, icon }) => ({
          key: `${act}-${door.lockId}`,
          href: `/${ctx.property.slug}?do=${act}&door=${door.lockId}`,
          title: t(word, { door: door.title }),
          icon,
        })),
    ),
  }
}

async function gatewaysNamed(ctx: DeskContext, text: string): Promise<SearchGroup> {
  const found = mayDo(ctx, 'gateway.see') ? await findGateways(ctx, text) : []
  return {
    label: (await getTranslations('desk.search'))('groups.gateways'),
    results: found.map(({ id, name }) => ({
      key: id,
      href: `/${ctx.property.slug}/gateways/${id}`,
      title: name,
      icon: 'gateway',
    })),
  }
}

const pages: Record<PageName, { path: string; needs?: Permission }> = {
  desk: { path: '', needs: 'lock.see' },
  locks: { path: '/locks', needs: 'lock.see' },
  gateways: { path: '/gateways', needs: 'gateway.see' },
  keys: { path: '/keys', needs: 'passcode.see' },
  sharedKeys: { path: '/shared-keys', needs: 'shared-key.see' },
  activity: { path: '/activity', needs: 'activity.see-own' },
  settings: { path: '/settings' },
  property: { path: '/settings/property', needs: 'settings.see' },
  lockServer: { path: '/settings/lock-server', needs: 'connection.see' },
  callback: { path: '/settings/callback', needs: 'connection.see' },
  rooms: { path: '/settings/rooms', needs: 'settings.see' },
  staff: { path: '/settings/staff', needs: 'staff.see' },
  me: { path: '/settings/me' },
}

async function pagesNamed(ctx: DeskContext, text: string): Promise<SearchGroup> {
  const t = await getTranslations()
  const title = (name: PageName) => {
    switch (name) {
      case 'sharedKeys':
        return t('sharedKeys.title')
      case 'desk':
      case 'locks':
      case 'gateways':
      case 'keys':
      case 'activity':
      case 'settings':
        return t(`shell.nav.${name}`)
      default:
        return t(`settings.tabs.${name}`)
    }
  }
  const results = readPlaces(text, languages)
    .filter((name) => {
      const { needs } = pages[name]
      return needs === undefined || mayDo(ctx, needs)
    })
    .map((name) => ({
      key: `page-${name}`,
      href: `/${ctx.property.slug}${pages[name].path}`,
      title: title(name),
      ...(pages[name].path.startsWith('/settings/') && { detail: t('shell.nav.settings') }),
    }))
  return { label: t('desk.search.groups.places'), results }
}
