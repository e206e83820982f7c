import type { ClientBase, QueryConfig } from 'pg'
import { keptNames } from './kept-names'

type Query = (config: unknown, ...rest: unknown[]) => unknown

/**
 * Gives statements with values that are sent again and again a name, so that PostgreSQL parses and plans them once per
 * connection and not each time. For all connections of a pool.
 */
export function planningOnce(): (client: ClientBase) => void {
  const names = keptNames()
  return (client) => {
    const query = client.query.bind(client) as Query
    const named: Query = (config, ...rest) => {
      const [values] = rest
      if (!isPlain(config) || !Array.isArray(values) || values.length === 0) return query(config, ...rest)
      const name = config.name || names.of(config.text)
      const answer = query({ ...config, name }, ...rest)
      if (name && answer instanceof Promise)
        answer.catch((error: unknown) => {
          if (isOfAnotherShape(error)) names.renew(config.text)
        })
      return answer
    }
    client.query = named as typeof client.query
  }
}

/** "Cached plan must not change result type", or a statement that the server does not know any more. */
const isOfAnotherShape = (error: unknown): boolean =>
  ['0A000', '26000'].includes(String((error as { code?: unknown } | null)?.code))

const isPlain = (config: unknown): config is QueryConfig =>
  typeof config === 'object' && config !== null && 'text' in config && !('submit' in config)
