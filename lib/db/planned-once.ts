import type { ClientBase, QueryConfig } from 'pg'
import { keptNames } from './kept-names'

type Query = (config: unknown, ...rest: unknown[]) => unknown

/**
 * Gives statements with values that are sent again and again a name, so that PostgreSQL parses and plans them once per
 * connection and not each time. For all connections of a pool.
 */
export function planningOnce(): (client: ClientBase) => void {
  const nameOf = keptNames()
  return (client) => {
    const query = client.query.bind(client) as Query
    const named: Query = (config, ...rest) => {
      const [values] = rest
      if (!isPlain(config) || !Array.isArray(values) || values.length === 0) return query(config, ...rest)
      return query({ ...config, name: config.name || nameOf(config.text) }, ...rest)
    }
    client.query = named as typeof client.query
  }
}

const isPlain = (config: unknown): config is QueryConfig =>
  typeof config === 'object' && config !== null && 'text' in config && !('submit' in config)
