import { errorFields, type Log } from './log'

const told = new WeakSet<object>()

/**
 * What a page threw, once under the id that its reader sees: the request's, or Next's digest where no request was at hand.
 * `route` = which page, in Next's words: an address could hold a name.
 */
export function tellPageError(log: Log, error: unknown, route: string): void {
  // Without a digest it is no page's: the console tells it.
  if (!(error instanceof Object && 'digest' in error) || told.has(error)) return
  told.add(error)
  const requestId = String(error.digest)
  log.error({ requestId, what: 'page', route, ...errorFields(error) }, 'an entry point failed')
}
