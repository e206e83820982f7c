import { dropTestDatabases } from './test-database'

/** Vitest runs what this returns when all tests are over. */
export default function startOfRun(): () => Promise<void> {
  return dropTestDatabases
}
