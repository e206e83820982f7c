import { callbackPartAad, callbackPartPrint, passwordAad } from '../connections/connection-secrets'
import type { Sealer } from '../crypto/sealer'
import { retiredKeyAad } from '../db/open-sealer'
import type { Id } from '../ids/ids'
import { answerAad, digitsFingerprint } from '../instructions/record-outcome'
import { sessionAad } from '../lock-server/session-row'
import { deliveryPrint, sharedKeyAad } from '../shared-keys/delivery-print'
import { totpAad } from '../staff/set-up-totp'

/** A row as the database gives it, with the columns that `aad` and `print` need. */
export type SealedRow = Record<string, unknown>

export interface SealedColumn {
  table: string
  key: string
  column: string
  /** Other columns of the row that `print` reads, as SQL; instants in epoch milliseconds. */
  reads?: Record<string, string>
  aad: (key: string) => string
  /** A fingerprint of the same secret in the row, made again with the newest key; null leaves it. */
  print?: { column: string; of: (sealer: Sealer, row: SealedRow, text: string) => string | null }
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

/** Every sealed column there is, in one place; a test compares it with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  // First: what the others may be checked by.
  { table: 'retired_keys', key: 'id', column: 'keys_sealed', aad: retiredKeyAad },
  {
    table: 'instructions',
    key: 'id',
    column: 'answer_sealed',
    reads: { lock_id: 'lock_id', printed: 'answer_print is not null' },
    aad: (id) => answerAad(id as Id<'instruction'>),
    print: {
      column: 'answer_print',
      of: (sealer, { lock_id, printed }, digits) =>
        printed === true ? digitsFingerprint({ sealer }, lock_id as Id<'lock'>, digits) : null,
    },
  },
  {
    table: 'shared_keys',
    key: 'id',
    column: 'key_code_sealed',
    reads: { lock_name: 'lock_name', starts_at: ms('starts_at'), ends_at: ms('ends_at') },
    aad: (id) => sharedKeyAad(id as Id<'sharedKey'>),
    print: {
      column: 'delivery_print',
      of: (sealer, row, keyCode) =>
        deliveryPrint(sealer, {
          keyCode,
          lockName: row.lock_name as string | null,
          startsAt: Number(row.starts_at),
          endsAt: Number(row.ends_at),
        })[0] ?? null,
    },
  },
  {
    table: 'connections',
    key: 'id',
    column: 'callback_part_sealed',
    aad: (id) => callbackPartAad(id as Id<'connection'>),
    print: { column: 'callback_part_print', of: (sealer, _row, part) => callbackPartPrint(sealer, part) },
  },
  { table: 'connections', key: 'id', column: 'password_sealed', aad: (id) => passwordAad(id as Id<'connection'>) },
  {
    table: 'lock_server_sessions',
    key: 'connection_id',
    column: 'access_sealed',
    aad: (id) => sessionAad(id as Id<'connection'>, 'access'),
  },
  {
    table: 'lock_server_sessions',
    key: 'connection_id',
    column: 'refresh_sealed',
    aad: (id) => sessionAad(id as Id<'connection'>, 'refresh'),
  },
  { table: 'people', key: 'id', column: 'totp_sealed', aad: (id) => totpAad(id as Id<'person'>) },
]
