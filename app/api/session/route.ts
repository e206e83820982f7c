import { houseRoute } from '@/app/_entry/desk-route'
import { DeskError } from '@/lib/errors/desk-error'
import { tellStanding } from '@/lib/staff/tell-standing'

/** Whose session it is, whether it is locked and what opens it: all that a locked screen may ask. Keeps no session alive. */
export const GET = houseRoute(async ({ house, signedIn, locked, computerToken }) => {
  const whose = signedIn ?? locked
  if (!whose) throw new DeskError('not-signed-in')
  const leftMs = locked ? 0 : Math.max(0, whose.usedAt + whose.idleMs - house.now)
  return tellStanding(house, { ...whose, leftMs }, { computerToken })
})

/** Somebody touches keyboard or screen without asking for anything: the screen stays open. */
export const POST = houseRoute(async ({ signedIn, locked }) => {
  if (locked) throw new DeskError('session-locked')
  if (!signedIn) throw new DeskError('not-signed-in')
  return { personId: signedIn.actor.personId, leftMs: signedIn.idleMs, idleMs: signedIn.idleMs }
})
