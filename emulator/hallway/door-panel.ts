import { judgeCode } from '../state/door-codes'
import { judgeKey } from '../state/guest-keys'
import { heardBy } from '../state/hearing'
import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { type Html, html } from './html'
import { dayAndTime, timeOfDay } from './times'

/** One door: its keypad, what it said, its clock, what happened here, and what the lock holds. */
export function doorPanel(lock: Lock | null): Html {
  if (lock === null) {
    return html`<section class="panel" aria-labelledby="panel-heading"><h2 id="panel-heading">No door chosen</h2>
    <p>Choose a door to stand in front of it.</p></section>`
  }
  const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
  return html`<section class="panel" aria-labelledby="panel-heading" data-door="${lock.name}">
    <h2 id="panel-heading">${lock.door}</h2>
    <p class="facts">Lock ${lock.name} · <span id="door-state"></span></p>
    <p class="facts">The lock's clock: <time id="door-clock"></time></p>
    <form id="keypad" autocomplete="off">
      <label for="code">Code</label>
      <input id="code" name="code" inputmode="numeric" autocomplete="off" maxlength="20" autofocus>
      <div class="keys">${digits.map((digit) => html`<button type="button" data-digit="${digit}">${digit}</button>`)}
        <button type="button" id="clear">Clear</button><button type="button" data-digit="0">0</button>
        <button type="submit" class="enter">Enter</button></div>
    </form>
    <p id="result" role="status" data-door-result=""></p>
    <h3>What happened at this door</h3>
    <ol id="door-events" class="events"></ol>
    <details><summary>What the lock holds</summary><div id="door-holds"></div></details>
  </section>`
}

/** The newest events of a door, newest first. */
export function doorEvents(world: World, lock: Lock): Html {
  const zone = zoneOf(world, lock)
  const events = lock.events.slice(-8).reverse()
  if (events.length === 0) return html`<li>Nothing yet.</li>`
  return html`${events.map((event) => html`<li><time>${timeOfDay(event.at, zone)}</time> ${event.words}</li>`)}`
}

/** Codes, keys and reception of a lock, as it is: for trainers, who may know. */
export function doorHolds(world: World, lock: Lock): Html {
  const zone = zoneOf(world, lock)
  const lockAt = world.clock.now() + lock.clockOffsetMs
  const window = (from: number, to: number) => `${dayAndTime(from, zone)} – ${dayAndTime(to, zone)}`
  const codes = lock.codes.slice(-20).reverse()
  const keys = lock.keys.slice(-10).reverse()
  return html`<table><caption>Codes</caption><thead><tr><th scope="col">Code</th><th scope="col">Works</th>
    <th scope="col">Now</th></tr></thead><tbody>${codes.map(
      (code) =>
        html`<tr><td>${code.digits}</td><td>${
          code.local ? `${code.local.start} – ${code.local.end} local` : window(code.startAt, code.endAt)
        }${code.oneTime && ', once'}</td><td>${judgeCode(code, lockAt, zone)}</td></tr>`,
    )}${codes.length === 0 && html`<tr><td colspan="3">None.</td></tr>`}</tbody></table>
    <p>Mobile keys: ${keys.length === 0 ? 'none.' : ''}</p>
    <ul>${keys.map(
      (key) =>
        html`<li>…${key.keyCode.slice(-8)}, ${window(key.startAt, key.endAt)}: ${judgeKey(lock, key.keyCode, lockAt)}${
          key.shared && ', from another system'
        }</li>`,
    )}</ul>
    <p>Heard by: ${
      heardBy(lock, world.gateways, world.settings)
        .map(({ gatewayName, signal, inContact }) => `${gatewayName} ${signal} dBm${inContact ? '' : ' (no contact)'}`)
        .join(', ') || 'no gateway'
    }</p>`
}

export function zoneOf(world: World, lock: Lock): string {
  return lock.timeZone ?? world.settings.timeZone
}
