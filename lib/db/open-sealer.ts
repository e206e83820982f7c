import { createSealer, type RetiredKey, type Sealer } from '../crypto/sealer'
import type { Database } from './database'
import { retiredKeys } from './schema/secrets'

export const retiredKeyAad = (id: string): string => `retired_keys:${id}:keys`

/** The sealer of these settings, with the earlier keys that this home still knows. */
export function openSealer(
  db: Database,
  given: { SECRETS_KEY: string; SECRETS_KEY_PREVIOUS?: string | undefined },
): Promise<Sealer> {
  return withRetiredKeys(db, createSealer(given.SECRETS_KEY, { previous: given.SECRETS_KEY_PREVIOUS }))
}

/** The same for a sealer that is there already; keys that it cannot open are left out. */
export async function withRetiredKeys(db: Database, sealer: Sealer): Promise<Sealer> {
  const rows = await db.select().from(retiredKeys)
  return sealer.knowing(
    rows.flatMap(({ id, keysSealed }): RetiredKey[] => {
      try {
        const [printKey, macKey] = JSON.parse(sealer.unseal(keysSealed, retiredKeyAad(id))) as [string, string]
        return [{ id, printKey, macKey }]
      } catch {
        return []
      }
    }),
  )
}
