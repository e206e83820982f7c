import type { Lock } from '../state/lock'
import type { World } from '../state/world'
import { type Html, html } from './html'

const ALL_SHOWN = 400

/** The doors by floor; with very many, those whose name fits what was searched. */
export function doorList(world: World, chosen: Lock | null, search: string): Html {
  const doors = world.locks.all()
  const fitting = doors.filter(({ door, name }) => `${door} ${name}`.toLowerCase().includes(search.toLowerCase()))
  const shown = fitting.slice(0, ALL_SHOWN)
  const areas = byArea(shown)
  return html`<section class="doors" aria-label="Doors">
    ${(doors.length > ALL_SHOWN || search !== '') && searchForm(search, shown.length, fitting.length)}
    ${[...areas].map(
      ([area, locks]) => html`<h2>${area}</h2>
    <ul>${locks.map((lock) => doorItem(lock, lock === chosen, search))}</ul>`,
    )}
    ${shown.length === 0 && html`<p>No door fits.</p>`}
  </section>`
}

function doorItem(lock: Lock, chosen: boolean, search: string): Html {
  const stateId = `state-${lock.name}`
  return html`<li><form action="/hallway" method="get">${search !== '' && html`<input type="hidden" name="search" value="${search}">`}<button
    name="door" value="${lock.name}" aria-describedby="${stateId}" ${chosen && html`aria-current="true"`}>${lock.door}</button></form><span
    class="state" id="${stateId}" data-lock="${lock.name}"></span></li>`
}

function searchForm(search: string, shown: number, fitting: number): Html {
  return html`<form action="/hallway" method="get" role="search"><label>Find a door
    <input type="search" name="search" value="${search}"></label> <button>Find</button>
    <p>${shown} of ${fitting} doors shown.</p></form>`
}

function byArea(locks: Lock[]): Map<string, Lock[]> {
  const areas = new Map<string, Lock[]>()
  for (const lock of locks) {
    const area = areas.get(lock.area)
    if (area) area.push(lock)
    else areas.set(lock.area, [lock])
  }
  return areas
}
