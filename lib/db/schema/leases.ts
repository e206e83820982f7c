import { pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../columns'

/** Who may do a thing that only one process may do, and until when by the database's clock. */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  until: instant('until').notNull(),
})
