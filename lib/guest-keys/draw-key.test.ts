import { expect, test } from 'vitest'
import { drawKey } from './draw-key'

/** The dark modules of a path of runs, one character each. */
function gridOf({ path, size }: { path: string; size: number }): string[] {
  const rows = Array.from({ length: size }, () => Array<string>(size).fill('.'))
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let at = 0; at < Number(run); at++) rows[Number(y)]![Number(x) + at] = '#'
  return rows.map((row) => row.join(''))
}

test('a mobile key is drawn as a QR code: three finders in their corners, every module within the grid', () => {
  const grid = gridOf(drawKey('x'.repeat(120)))
  const finder = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']
  const corner = (x: number, y: number) => grid.slice(y, y + 7).map((row) => row.slice(x, x + 7))
  const last = grid.length - 7
  expect([corner(0, 0), corner(last, 0), corner(0, last)]).toEqual([finder, finder, finder])
  expect((grid.length - 17) % 4).toBe(0)
})

test('other keys are other drawings, and the drawing carries nothing but geometry', () => {
  expect(drawKey('one').path).not.toBe(drawKey('two').path)
  expect(drawKey('"><script>').path).toMatch(/^[Mhvz\d -]+$/)
})
