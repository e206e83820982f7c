'use server'

import { type SetUpForm, setUpHouse } from '@/lib/auth/set-up-house'
import { visitorAction } from '../_entry/desk-action'
import { keepSession } from '../_entry/session-cookies'

export async function setUp(input: SetUpForm) {
  return visitorAction(async (ctx, place) => {
    const { sessionId, slug } = await setUpHouse(ctx, input, place)
    await keepSession(sessionId)
    return { slug }
  })
}
