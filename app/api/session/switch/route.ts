import { houseRoute } from '@/app/_entry/desk-route'
import { readSmallJson } from '@/app/_entry/read-small-json'
import { keepLanguage, keepSession } from '@/app/_entry/session-cookies'
import { isLanguage } from '@/lib/staff/rules'
import { switchPerson } from '@/lib/staff/switch-person'

/** The next person at a registered desk computer, by PIN; the former session of this browser ends. */
export const POST = houseRoute(async ({ house, signedIn, locked, address, userAgent, computerToken }, { request }) => {
  const visitor = { ...house, actor: { kind: 'visitor', address } as const }
  const asked = (await readSmallJson(request)) as Parameters<typeof switchPerson>[1]
  const replaces = (signedIn ?? locked)?.actor.sessionId
  const next = await switchPerson(visitor, asked, { address, userAgent, computerToken, replaces })
  await keepSession(next.sessionId)
  if (isLanguage(next.language)) await keepLanguage(next.language)
  return { personId: next.personId }
})
