import { describe, expect, test } from 'vitest'
import { claimLease, findLease } from '../db/leases'
import { homesUnderTest, openTestHome } from './open-test-home'

describe.each(await homesUnderTest())('a test home (%s)', (kind) => {
  test("is migrated, empty and no other test's", async () => {
    const t = performance.now()
    const one = await openTestHome(kind)
    const t2 = performance.now()
    const other = await openTestHome(kind)
    const t3 = performance.now()
    process.stdout.write(`${kind} ${t2 - t} ${t3 - t2}\n`)
    try {
      expect(await claimLease(one.home.db, 'tracker', 'me', 1_000)).toBe(true)
      expect(await findLease(other.home.db, 'tracker')).toBeNull()
    } finally {
      await one.close()
      await other.close()
    }
  })
})
