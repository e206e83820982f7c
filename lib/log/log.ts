import pino from 'pino'

/** Ids, counts, durations and codes; never digits, names of guests, tokens or bodies (I32). */
export type LogFields = Record<string, string | number | boolean | null | undefined>

export interface Log {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  child(fields: LogFields): Log
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

export function createLog(level: LogLevel): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }) as unknown as Log
}

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
}

/** The kind of an error for a log line: its name and system code, not its message, which may carry data. */
export function errorFields(error: unknown): LogFields {
  if (!(typeof error === 'object' && error !== null)) return { error: typeof error }
  const { name, code, stack } = error as { name?: unknown; code?: unknown; stack?: unknown }
  const frame = typeof stack === 'string' ? stack.split('\n').find((line) => line.trim().startsWith('at ')) : undefined
  return {
    error: typeof name === 'string' ? name : 'Error',
    code: typeof code === 'string' ? code : undefined,
    where: frame?.trim(),
  }
}
