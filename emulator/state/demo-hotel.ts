import { steadyFraction } from './chance'
import type { Gateways } from './gateways'
import type { Locks } from './locks'

const COMMON: [door: string, heardBy: number[]][] = [
  ['Main entrance', [6, 1]],
  ['Staff entrance', [1]],
  ['Garage', [6, 5]],
  ['Luggage room', [6, 1, 5]],
  ['Pool', [6]],
  ['Fitness room', [5, 6]],
  ['Breakfast room', [1, 6]],
  ['Laundry', [5]],
]

const gatewayName = (n: number) => `GW${String(n).padStart(6, '0')}`

/**
 * The demo hotel: rooms 101–112 … 401–412, eight common doors, six gateways. 1–4 hang in the corridors, 5 in the
 * stairwell at the far end (rooms 09–12), 6 in the lobby: 301–308 hear one gateway only, 211 and 212 three.
 */
export function seedDemoHotel(locks: Locks, gateways: Gateways, seed: number): void {
  for (let n = 1; n <= 6; n++) gateways.add(gatewayName(n))
  const heard = (lockName: string, near: number, others: number[]) => {
    const dBm = (n: number, from: number) => from - Math.round(steadyFraction(`${seed} ${lockName} ${n}`) * 12)
    return Object.fromEntries([near, ...others].map((n, i) => [gatewayName(n), dBm(n, i === 0 ? -60 : -72)]))
  }
  for (let floor = 1; floor <= 4; floor++) {
    for (let n = 1; n <= 12; n++) {
      const room = String(floor * 100 + n)
      const name = `MJ${room.padStart(6, '0')}`
      const others = n >= 9 ? [5] : []
      if ((floor === 1 && n <= 4) || (floor === 2 && n >= 11)) others.push(6)
      locks.add({
        name,
        door: `Room ${room}`,
        roomName: room,
        area: `Floor ${floor}`,
        heardBy: heard(name, floor, others),
      })
    }
  }
  COMMON.forEach(([door, [near = 6, ...others]], i) => {
    const name = `UL${String(i + 1).padStart(6, '0')}`
    locks.add({ name, door, roomName: door, area: 'Common doors', heardBy: heard(name, near, others) })
  })
}
