import { describe, expect, test } from 'vitest'
import { claimLease, findLease } from '../db/leases'
import { homesUnderTest, openTestHome } from './open-test-home'

describe.each(await homesUnderTest())('a test home (%s)', (kind) => {
  test("is migrated, empty and no other test's", async () => {
    const one = await openTestHome(kind)
    const other = await openTestHome(kind)
    try {
      expect(await claimLease(one.home.db, 'tracker', 'me', 1_000)).toBe(true)
      expect(await findLease(other.home.db, 'tracker')).toBeNull()
    } finally {
      await one.close()
      await other.close()
    }
  })
})
