import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../columns'

/** Earlier keys of macs and fingerprints, sealed with the key of today: what was signed or printed once stays checkable. */
export const retiredKeys = pgTable('retired_keys', {
  /** As macs and sealed texts name it. */
  id: text('id').primaryKey(),
  keysSealed: text('keys_sealed').notNull(),
  retiredAt: instant('retired_at').notNull(),
})
