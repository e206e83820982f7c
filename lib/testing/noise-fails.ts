import { afterEach, beforeEach, expect, vi } from 'vitest'

/** Whatever is written to the console as a warning or an error fails the test that caused it, unless it was expected. */
const noise: string[] = []
const expected: RegExp[] = []

/** From here to the end of the test, console warnings and errors that match are part of it; one that never comes fails it. */
export function expectNoise(pattern: RegExp): void {
  expected.push(pattern)
}

beforeEach(() => {
  noise.length = 0
  expected.length = 0
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      noise.push(`console.${level}: ${words.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  vi.restoreAllMocks()
  expect(noise.filter((line) => !expected.some((pattern) => pattern.test(line)))).toEqual([])
  expect(expected.filter((pattern) => !noise.some((line) => pattern.test(line)))).toEqual([])
})
