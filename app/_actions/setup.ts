'use server'

import { house } from '@/lib/access/house'
import { type SetUpForm, setUpHouse } from '@/lib/auth/set-up-house'
import { settings } from '@/lib/env/settings'
import { connectFirstProperty } from '@/lib/jobs/first-start'
import { errorFields } from '@/lib/log/log'
import { visitorAction } from '../_entry/desk-action'
import { keepSession } from '../_entry/session-cookies'

export async function setUp(input: SetUpForm) {
  return visitorAction(async (ctx, place) => {
    const { sessionId, slug } = await setUpHouse(ctx, input, place)
    await keepSession(sessionId)
    // The account stands; a connection that the settings describe wrongly is mended on its own page.
    await connectFirstProperty(house(), settings()).catch((error: unknown) =>
      ctx.log.error(errorFields(error), 'the connection of the settings was not made'),
    )
    return { slug }
  })
}
