import type { BenchHotel } from './bench-hotel'

/** Signs somebody in as the form does and gives the cookie header; every call is a session of its own. */
export async function cookieOf(hotel: BenchHotel, who: string): Promise<string> {
  const { email, password } = personOf(hotel, who)
  const answer = await fetch(`${hotel.url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { accept: 'application/json', origin: hotel.url },
    body: new URLSearchParams({ email, password }),
  })
  const cookies = answer.headers.getSetCookie().flatMap((line) => line.split(';')[0] ?? [])
  if (!answer.ok) throw new Error(`${who} was not let in: ${answer.status} ${await answer.text()}`)
  return cookies.filter((cookie) => !cookie.endsWith('=')).join('; ')
}

export function personOf(hotel: BenchHotel, who: string) {
  const person = hotel.people[who]
  if (!person) throw new Error(`nobody is called ${who}`)
  return person
}

/** Reads one of Keydesk's pages or routes as that person's browser does; throws unless it is there. */
export async function read(hotel: BenchHotel, cookie: string, path: string): Promise<Response> {
  const ask = () => fetch(`${hotel.url}${path}`, { headers: { cookie }, redirect: 'manual' })
  // A server may close an idle connection at the moment it is used again; browsers then ask once more too.
  const answer = await ask().catch(ask)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return answer
}

/** All locks of the hotel as the Locks page reads them. */
export async function locksOf(
  hotel: BenchHotel,
  cookie: string,
): Promise<{ id: string; name: string; label: string }[]> {
  const answer = await read(hotel, cookie, `/api/${hotel.slug}/locks?all=1`)
  return ((await answer.json()) as { rows: { id: string; name: string; label: string }[] }).rows
}
