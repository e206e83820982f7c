import { gzipSync } from 'node:zlib'
import { openBenchHotel } from './bench-hotel'
import { startEmptyNext } from './empty-next'
import type { Figure } from './measure'
import { cookieOf, read } from './signed-in'

/**
 * Bytes (gzip) of every script that the page's HTML makes a browser load: script elements and preloads, but not those
 * marked `nomodule`, which no browser of today asks for.
 */
async function scriptBytes(origin: string, html: string): Promise<number> {
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*>/gi)].map(([tag]) => tag)
  const paths = (some: string[]) => some.flatMap((tag) => /\b(?:src|href)="(\/_next\/[^"?]+\.js)/.exec(tag)?.[1] ?? [])
  const forOld = new Set(paths(tags.filter((tag) => /\bnomodule\b/i.test(tag))))
  const loaded = new Set(paths(tags).filter((path) => !forOld.has(path)))
  if (loaded.size === 0) throw new Error(`${origin} names no scripts`)
  let bytes = 0
  for (const path of loaded) {
    const script = await fetch(`${origin}${path}`)
    if (!script.ok) throw new Error(`${path}: ${script.status}`)
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).byteLength
  }
  return bytes
}

/** What a browser loads of JavaScript for the Locks page, against an empty page of the same Next and bundler. */
export async function firstLoad(): Promise<Figure[]> {
  const empty = await startEmptyNext()
  const hotel = await openBenchHotel()
  try {
    const floor = await scriptBytes(empty.origin, await (await fetch(empty.origin)).text())
    const page = await read(hotel, await cookieOf(hotel, 'manager'), `/${hotel.slug}/locks`)
    const value = await scriptBytes(hotel.url, await page.text())
    const what = 'Locks: first-load JavaScript (gzip) against an empty page'
    return [{ what, value: value / 1024, floor: floor / 1024, unit: 'KiB', ratioAtMost: 1.3, stretch: 1.2 }]
  } finally {
    await empty.server.stop()
    await hotel.close()
  }
}
