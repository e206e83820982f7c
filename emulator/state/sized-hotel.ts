import { steadyFraction } from './chance'
import type { Gateways } from './gateways'
import type { Locks } from './locks'

const ROOMS_PER_FLOOR = 50

/** A hotel of any size for load: rooms 101–150, 201–250 …; each lock is heard by one to three neighbouring gateways. */
export function seedSizedHotel(
  locks: Locks,
  gateways: Gateways,
  size: { locks: number; gateways: number },
  seed: number,
): void {
  for (let n = 1; n <= size.gateways; n++) gateways.add(gatewayName(n))
  for (let i = 0; i < size.locks; i++) {
    const floor = Math.floor(i / ROOMS_PER_FLOOR) + 1
    const room = String(floor * 100 + (i % ROOMS_PER_FLOOR) + 1)
    const name = `MJ${room.padStart(6, '0')}`
    locks.add({
      name,
      door: `Room ${room}`,
      roomName: room,
      area: `Floor ${floor}`,
      heardBy: heard(name, i, size, seed),
    })
  }
}

function heard(name: string, i: number, size: { locks: number; gateways: number }, seed: number) {
  if (size.gateways === 0) return {}
  const near = Math.floor((i / size.locks) * size.gateways)
  const count = 1 + Math.floor(steadyFraction(`${seed} ${name} count`) * 3)
  const entries = Array.from({ length: Math.min(count, size.gateways) }, (_, k): [string, number] => {
    const typical = -58 - 9 * k - Math.round(steadyFraction(`${seed} ${name} ${k}`) * 14)
    return [gatewayName(((near + k) % size.gateways) + 1), typical]
  })
  return Object.fromEntries(entries)
}

const gatewayName = (n: number) => `GW${String(n).padStart(6, '0')}`
