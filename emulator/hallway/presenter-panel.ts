import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { type Html, html } from './html'

const MINUTE_MS = 60_000
const STEPS: [words: string, ms: number][] = [
  ['1 minute', MINUTE_MS],
  ['10 minutes', 10 * MINUTE_MS],
  ['1 hour', 60 * MINUTE_MS],
  ['1 day', 1440 * MINUTE_MS],
]

/** What a presenter turns: gateways' contact, the clock, and a key shared by another system. */
export function presenterPanel(world: World, lock: Lock | null): Html {
  return html`<section class="presenter" aria-labelledby="presenter-heading">
    <h2 id="presenter-heading">For the presenter</h2>
    <p id="presenter-result" role="status"></p>
    <details open><summary>Gateways</summary><ul class="gateways">${world.gateways.all().map(
      ({ name }) => html`<li data-gateway="${name}"><span class="name">${name}</span> <span class="heard"></span>
      <button type="button" data-contact="" aria-label="Take contact from ${name}">Take contact</button></li>`,
    )}</ul></details>
    <details><summary>Clock</summary><p>The emulator's clock: <time id="emulator-clock"></time></p>
      <div class="row">${STEPS.map(([words, ms]) => html`<button type="button" data-advance="${ms}">Advance ${words}</button>`)}
      <button type="button" id="real-time">Back to real time</button></div></details>
    <details><summary>Share a key from another system</summary>${
      lock === null
        ? html`<p>Choose a door first.</p>`
        : html`<form id="share"><p>A mobile key for ${lock.door}, offered to the address that Keydesk registered.</p>
      <label>Nights <input name="nights" type="number" min="1" max="60" value="1"></label>
      <label>Form of the call <select name="body"><option value="printed">one lock (2.5.2)</option>
        <option value="several">with the guest's telephone number</option></select></label>
      <label>Sender's bearer <select name="bearer"><option value="newest">our access token</option>
        <option value="none">none</option></select></label>
      <button>Share key</button></form>`
    }</details>
  </section>`
}
