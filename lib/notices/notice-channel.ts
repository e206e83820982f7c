import { notify, type Transaction } from '../db/database'
import type { Id } from '../ids/ids'

/** Every change of what managers are told: `<property id>`. */
export const noticeChannel = 'keydesk_notices'

export async function announceNotices(tx: Transaction, propertyId: Id<'property'>): Promise<void> {
  await notify(tx, noticeChannel, propertyId)
}
