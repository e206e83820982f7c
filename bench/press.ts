import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BenchHotel } from './bench-hotel'

interface Actions {
  node: Record<string, { exportedName?: string }>
}

const ids = new Map<string, string>()

/** The number under which the build serves a server action. */
function actionId(name: string): string {
  const known = ids.get(name)
  if (known) return known
  const { node } = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as Actions
  const [id] = Object.entries(node).find(([, action]) => action.exportedName === name) ?? []
  if (!id) throw new Error(`the build serves no action ${name}`)
  ids.set(name, id)
  return id
}

/** Presses as the page at `path` does; the text of the answer. Throws when it was refused. */
export async function pressAction(
  hotel: BenchHotel,
  cookie: string,
  path: string,
  name: string,
  input: object,
): Promise<string> {
  const answer = await fetch(`${hotel.url}${path}`, {
    method: 'POST',
    headers: {
      cookie,
      origin: hotel.url,
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
      'next-action': actionId(name),
    },
    body: JSON.stringify([hotel.slug, input]),
  })
  const text = await answer.text()
  if (!answer.ok || !text.includes('"ok":true')) throw new Error(`${name}: ${answer.status} ${text.slice(0, 500)}`)
  return text
}

export const pressKey = () => randomBytes(16).toString('hex')

interface Pressed {
  id: string
  /** What the press itself was told of its outcome; null when that was not there yet. */
  outcome: string | null
}

/** Unlocks a door from its Locks page. `afterId`: the press before it at this door. */
export async function pressUnlock(
  hotel: BenchHotel,
  cookie: string,
  lockId: string,
  afterId?: string,
): Promise<Pressed> {
  const answer = await fetch(`${hotel.url}/api/${hotel.slug}/unlocks`, {
    method: 'POST',
    headers: { cookie, origin: hotel.url, 'content-type': 'application/json' },
    body: JSON.stringify({
      pressKey: pressKey(),
      lockId,
      reason: 'luggage',
      identityChecked: true,
      ...(afterId && { afterId }),
    }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`unlock: ${answer.status} ${text.slice(0, 500)}`)
  const id = /"instructionId":"(ins_[^"]+)"/.exec(text)?.[1]
  if (!id) throw new Error(`no instruction: ${text.slice(0, 500)}`)
  return { id, outcome: /"outcome":"([a-z-]+)"/.exec(text)?.[1] ?? null }
}
