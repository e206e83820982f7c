import { sql } from 'drizzle-orm'
import { minuteMs } from '../time/clock'
import { sessionLimits } from './contract'

/** Beside `people` in a statement: how long a session of the person stays open untouched, the shortest of their properties, in ms. */
export const idleMsColumn = sql<number>`coalesce((select min(p.idle_lock_minutes) from staff_roles r
  join properties p on p.id = r.property_id where r.person_id = people.id) * ${sql.raw(String(minuteMs))}, ${sql.raw(String(sessionLimits.idleMs))})`
  .mapWith(Number)
  .as('idle_ms')
