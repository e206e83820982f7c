import { deskRoute } from '@/app/_entry/desk-route'
import { house, openDeskContext } from '@/lib/access/house'
import { instructionBell } from '@/lib/instructions/instruction-bell'
import { holdNews } from './hold-news'
import { readSeen } from './read-seen'

/** What moved of the instructions that a browser shows, held until something does. Keeps no session alive. */
export const GET = deskRoute(async (ctx, { request, again }) => {
  const asked = readSeen(new URL(request.url).searchParams)
  const bell = await instructionBell(house().home)
  const system = openDeskContext(house(), { kind: 'system', part: 'news' }, ctx.property)
  return holdNews(ctx, { ...asked, bell, again, system, signal: request.signal })
})
