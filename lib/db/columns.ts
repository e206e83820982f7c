import { customType } from 'drizzle-orm/pg-core'

const timestampText = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?)([+-]\d\d)(?::?(\d\d))?$/
const firstMs = Date.parse('0001-01-01T00:00:00.000Z')
const lastMs = Date.parse('9999-12-31T23:59:59.999Z')

/** Epoch milliseconds (whole, years 1 to 9999) as the text PostgreSQL takes; throws RangeError for anything else. */
export function instantToText(instant: number): string {
  if (!Number.isInteger(instant) || instant < firstMs || instant > lastMs) {
    throw new RangeError(`not an instant in whole milliseconds: ${instant}`)
  }
  return new Date(instant).toISOString()
}

/** A timestamptz as either driver or a JSON aggregate gives it, to epoch milliseconds; infinities and BC throw RangeError. */
export function instantFromDriver(value: unknown): number {
  if (value instanceof Date && Number.isFinite(value.getTime())) return value.getTime()
  const parts = typeof value === 'string' ? timestampText.exec(value) : null
  if (parts === null) throw new RangeError(`not a timestamp with a time zone: ${String(value)}`)
  return Date.parse(`${parts[1]}T${parts[2]}${parts[3]}:${parts[4] ?? '00'}`)
}

/** A `timestamptz(3)` column that reads and writes `Instant` (epoch ms) on both homes. */
export const instant = customType<{ data: number; driverData: unknown }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: instantToText,
  fromDriver: instantFromDriver,
})
