import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import type { ActivityPlace, ActivityRow, ExportFormat } from './contract'
import type { ActivityAsked } from './input'
import { findDoors, listActivity, listActivityPeople } from './queries'
import { recordAuditEvent } from './record-audit-event'

const rowsPerPage = 500

/**
 * Everything of the activity that fits, newest first and page by page; `again` gives the context of each page, so that who
 * lost the right gets no further one (I31). Who took what away is written down before the first. Throws `invalid-input`.
 */
export async function exportActivity(
  ctx: DeskContext,
  { format, asked, again }: { format: ExportFormat; asked: ActivityAsked; again: () => Promise<DeskContext> },
): Promise<AsyncGenerator<ActivityRow[]>> {
  requirePermission(ctx, 'activity.export')
  const { filter, fields, faults } = asked
  // Nobody gets all because a day was mistyped.
  if (faults.from || faults.until) throw new DeskError('invalid-input', { fields: { ...faults } })
  const personId = filter.who?.personId
  const person = personId && (await listActivityPeople(ctx)).find(({ id }) => id === personId)
  // A door that is none may be anything that was typed, also a guest's name.
  const door = filter.door !== undefined && (await findDoors(ctx, filter.door)).length > 0 ? filter.door : null
  await withTransaction(ctx, (tx) =>
    recordAuditEvent(ctx, tx, {
      event: 'activity.exported',
      details: {
        format,
        ...(filter.who && { who: person ? person.name : fields.who }),
        ...(filter.group && { group: filter.group }),
        ...(filter.door !== undefined && { door }),
        ...(filter.fromAt !== undefined && { from: fields.from }),
        ...(filter.untilAt !== undefined && { until: fields.until }),
      },
    }),
  )
  return readPages(again, asked)
}

async function* readPages(again: () => Promise<DeskContext>, { filter }: ActivityAsked): AsyncGenerator<ActivityRow[]> {
  let after: ActivityPlace | null = null
  do {
    const ctx = await again()
    requirePermission(ctx, 'activity.see-all')
    const page = await listActivity(ctx, { filter, after, limit: rowsPerPage })
    yield page.events
    after = page.next
  } while (after !== null)
}
