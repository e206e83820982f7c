import type { HouseContext } from '@/lib/access/context'
import type { Refusal } from '@/lib/errors/contract'
import { isDatabaseUnavailable } from '@/lib/errors/database-errors'
import { isDeskError } from '@/lib/errors/desk-error'
import { newId } from '@/lib/ids/ids'
import { createLog, errorFields, type Log } from '@/lib/log/log'

/** What of an error a browser may see. Anything that is not a refusal of ours is logged under the request's id and told as `unexpected`. */
export function tellRefusal(error: unknown, at: { ctx?: HouseContext | undefined; log?: Log; what: string }): Refusal {
  const requestId = at.ctx?.requestId ?? newId('request')
  if (isDeskError(error)) {
    const { code, fields, details } = error
    return { code, requestId, ...(fields && { fields }), ...(Object.keys(details).length > 0 && { details }) }
  }
  const log = at.ctx?.log ?? at.log ?? createLog('error')
  log.error({ requestId, what: at.what, ...errorFields(error) }, 'an entry point failed')
  return { code: isDatabaseUnavailable(error) ? 'database-unavailable' : 'unexpected', requestId }
}
