import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { connections } from './connections'

/** The tokens of a connection, shared by every process (R10, I9–I11). Every instant is by the database's clock. */
export const lockServerSessions = pgTable('lock_server_sessions', {
  connectionId: text('connection_id')
    .$type<Id<'connection'>>()
    .primaryKey()
    .references(() => connections.id, { onDelete: 'cascade' }),
  /** Rises with every new pair of tokens. */
  generation: integer('generation').notNull().default(0),
  /** Fingerprint of what was logged in with: other settings never see these tokens. */
  loginPrint: text('login_print').notNull().default(''),
  /** Fingerprint of server and user: a callback with tokens of another one is not ours any more (R17). */
  accountPrint: text('account_print').notNull().default(''),
  accessSealed: text('access_sealed'),
  accessExpiresAt: instant('access_expires_at'),
  /** From then on it is renewed. */
  accessDueAt: instant('access_due_at'),
  /** The Lock Server refused this access token. */
  accessRefused: boolean('access_refused').notNull().default(false),
  /** Taken out while a renewal uses it: works once. */
  refreshSealed: text('refresh_sealed'),
  refreshExpiresAt: instant('refresh_expires_at'),
  /** Epoch milliseconds of the logins of the last hour, newest last. */
  loginsAt: jsonb('logins_at').$type<number[]>().notNull().default([]),
  /** Renewals that failed one after the other, why the last did, and until when none is tried. */
  failures: integer('failures').notNull().default(0),
  failedBecause: text('failed_because'),
  quietUntilAt: instant('quiet_until_at'),
})

/** Access tokens that the Lock Server gave us and that have not expired: a callback may carry any of them (R10, R17). */
export const lockServerTokens = pgTable(
  'lock_server_tokens',
  {
    connectionId: text('connection_id')
      .$type<Id<'connection'>>()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    fingerprint: text('fingerprint').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.fingerprint] }),
    index('lock_server_tokens_expires').on(table.expiresAt),
  ],
)
