'use server'

import { getLocale, getTranslations } from 'next-intl/server'
import type { SearchGroup, SearchResult } from '@/components/shell/search-contract'
import type { DeskContext } from '@/lib/access/context'
import type { Permission } from '@/lib/access/permissions'
import { mayDo } from '@/lib/access/require-permission'
import type { Found } from '@/lib/front-desk/contract'
import { findAnything } from '@/lib/front-desk/find-anything'
import { sayMoment } from '@/lib/time/say-moment'
import { deskAction } from '../_entry/desk-action'

/** *Room, guest or code*: what fits, the best group first. Typed digits come in the body and stay there (I32). */
export async function searchDesk(property: string, text: string) {
  return deskAction(property, async (ctx) => (await findGroups(ctx, text)).filter(({ results }) => results.length > 0))
}

/** The palette's search: the same with pages and with what can be done at the doors found. Throws when refused. */
export async function searchAnything(property: string, text: string): Promise<SearchGroup[]> {
  const answer = await deskAction(property, async (ctx) => [
    ...(await findGroups(ctx, text)),
    await actionsAt(ctx, text),
    await pagesNamed(ctx, text),
  ])
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.data.filter(({ results }) => results.length > 0)
}

async function findGroups(ctx: DeskContext, text: unknown): Promise<SearchGroup[]> {
  const t = await getTranslations('desk.search')
  const { slug, timeZone: zone } = ctx.property
  const locale = await getLocale()
  const say = (at: number | null) => (at === null ? '' : sayMoment(at, { zone, locale, now: ctx.now }))
  const found = typeof text === 'string' ? await findAnything(ctx, text) : []
  const keyHref = (one: Found) => `/${slug}/${one.passcodeId ? `keys/${one.passcodeId}` : `locks/${one.lockId}`}`
  const of = (kind: Found['kind'], result: (one: Found) => Omit<SearchResult, 'key'>) =>
    found.filter((one) => one.kind === kind).map((one) => ({ key: one.id, ...result(one) }))
  const codes = of('code', (one) => ({
    href: keyHref(one),
    title: t('codeOf', { door: one.title }),
    detail: t('codeWindow', { from: say(one.startsAt), until: say(one.endsAt) }),
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

/** What can be done at the one door that was typed. */
async function actionsAt(ctx: DeskContext, text: unknown): Promise<SearchGroup> {
  const t = await getTranslations('desk.search')
  const wanted = typeof text === 'string' ? text.trim().toLowerCase() : ''
  const door = (await findAnything(ctx, wanted, 1)).find(
    ({ kind, title }) => kind === 'lock' && title.toLowerCase() === wanted,
  )
  const label = t('groups.actions')
  if (!door) return { label, results: [] }
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
    label,
    results: acts
      .filter(({ can }) => can)
      .map(({ act, word, icon }) => ({
        key: act,
        href: `/${ctx.property.slug}?do=${act}&door=${door.lockId}`,
        title: t(word, { door: door.title }),
        icon,
      })),
  }
}

const pages: ReadonlyArray<{
  name: 'locks' | 'gateways' | 'keys' | 'activity' | 'settings'
  needs: Permission | null
}> = [
  { name: 'locks', needs: 'lock.see' },
  { name: 'gateways', needs: 'gateway.see' },
  { name: 'keys', needs: 'passcode.see' },
  { name: 'activity', needs: 'activity.see-own' },
  { name: 'settings', needs: null },
]

async function pagesNamed(ctx: DeskContext, text: unknown): Promise<SearchGroup> {
  const t = await getTranslations()
  const wanted = typeof text === 'string' ? text.trim().toLowerCase() : ''
  const results = pages
    .filter(({ needs }) => needs === null || mayDo(ctx, needs))
    .map(({ name }) => ({ key: name, href: `/${ctx.property.slug}/${name}`, title: t(`shell.nav.${name}`) }))
    .filter(({ title }) => wanted.length > 1 && title.toLowerCase().startsWith(wanted))
  return { label: t('desk.search.groups.places'), results }
}
