/** Rises when the lines of a backup mean something else. */
export const backupFormat = 1

/**
 * A backup is lines of JSON: this, then per table `["table","people"]` and one object per row, then `["end",{…rows per table}]`.
 * Tables come in the order of their foreign keys, rows in that of their primary key.
 */
export interface BackupHeader {
  keydesk: 'backup'
  format: number
  /** When it was begun, ISO 8601. */
  at: string
  home: 'embedded' | 'postgres'
  /** The hashes of the migrations that made the tables, oldest first. */
  migrations: string[]
  /** Fingerprint of SECRETS_KEY: sealed secrets and the activity's chain are worth nothing with another. */
  keyPrint: string
}

export type RowCounts = Record<string, number>

/** What belongs to running processes, or to the schema itself; the queue has a schema of its own. */
export const leftOut: readonly string[] = ['schema_migrations', 'leases', 'watches', 'rate_counts']
