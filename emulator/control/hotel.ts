import { z } from 'zod'
import { defaultSettings } from '../state/settings'
import { type Hotel, seedHotel, type World } from '../state/world'
import { controlRoute, noInput } from './control-route'
import type { NetworkControl } from './network'

export type HotelControl = ReturnType<typeof hotelControl>

export function hotelControl(world: World, network: NetworkControl) {
  const counts = () => ({ locks: world.locks.all().length, gateways: world.gateways.all().length })
  return {
    /** Replaces locks and gateways: the demo hotel, an empty one, or one of a size. Instructions go with the old ones. */
    seed(hotel: Hotel) {
      seedHotel(world, hotel)
      return counts()
    },
    /** Everything as at the first start: clock, hotel, settings, tokens, orders, log, network. */
    async reset() {
      world.clock.restart(world.options.startAt ?? Date.now(), world.options.clock === 'manual')
      Object.assign(world.settings, defaultSettings, world.options.settings)
      world.seed = world.options.seed ?? 1
      world.chance.state = world.seed
      world.tokens.clear()
      world.accounts.clear()
      world.nextCodes.clear()
      world.requests.clear()
      world.wrongAnswers.clear()
      world.network.clear()
      await network.setOutage('off')
      seedHotel(world, world.options.hotel ?? 'demo')
      return counts()
    },
  }
}

export function hotelRoutes(control: HotelControl) {
  const sized = z.strictObject({
    locks: z.number().int().min(0).max(10_000),
    gateways: z.number().int().min(0).max(500),
  })
  const seed = z.strictObject({ hotel: z.union([z.enum(['demo', 'empty']), sized]) })
  return [
    controlRoute('POST', '/seed', seed, (asked) => control.seed(asked.hotel)),
    controlRoute('POST', '/reset', noInput, () => control.reset()),
  ]
}
