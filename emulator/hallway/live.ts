import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { doorEvents, doorHolds, zoneOf } from './door-panel'
import { html } from './html'
import { age, dayAndTime, timeOfDay } from './times'

/** What an open hallway asks for every second: texts and fragments that move, without any control in them. */
export function liveHallway(world: World, lock: Lock | null) {
  world.instructions.catchUpAll()
  const now = world.clock.now()
  return {
    clock: `${dayAndTime(now, world.settings.timeZone)} (${world.settings.timeZone})`,
    unlocked: world.locks.all().flatMap(({ name, unlockedUntil }) => (now < unlockedUntil ? [name] : [])),
    activity: recently(world).text,
    gateways: world.gateways.all().map((gateway) => ({
      name: gateway.name,
      contact: gateway.lostAt === null,
      words: `${gateway.lostAt === null ? 'in contact' : 'no contact'}, heard ${age(now - world.gateways.lastHeartbeatAt(gateway))}`,
    })),
    door: lock && liveDoor(world, lock, now),
  }
}

function liveDoor(world: World, lock: Lock, now: number) {
  const zone = zoneOf(world, lock)
  const remote = lock.events.findLast(({ kind, opened }) => kind === 'remote-unlock' && opened)
  return {
    clock: `${dayAndTime(now + lock.clockOffsetMs, zone)} (${zone})`,
    state: now < lock.unlockedUntil ? 'unlocked' : 'locked',
    waiting: lock.waiting.length,
    events: doorEvents(world, lock).text,
    holds: doorHolds(world, lock).text,
    openedCount: lock.openedCount,
    remoteUnlock: remote ? { at: remote.at, words: `Unlocked remotely at ${timeOfDay(remote.at, zone)}.` } : null,
  }
}

function recently(world: World) {
  const events = world.locks
    .all()
    .flatMap((lock) => lock.events.slice(-3).map((event) => ({ ...event, lock })))
    .sort((a, b) => b.at - a.at)
    .slice(0, 10)
  if (events.length === 0) return html`<li>Nothing yet.</li>`
  return html`${events.map(
    ({ at, words, lock }) => html`<li><time>${timeOfDay(at, zoneOf(world, lock))}</time> ${lock.door}: ${words}</li>`,
  )}`
}
