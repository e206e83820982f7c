import pino, { type Logger } from 'pino'

const word = /^[\w$.:+-]{1,100}$/
const id = /^[\w:-]{1,100}$/
const words = /^[^\p{C}]{1,300}$/u
/** As Next names it, with brackets in place of what somebody may have typed. */
const route = /^[\w/[\].()-]{1,200}$/

/**
 * Everything that a line may say beside its words, and of what shape: a field that is not listed, or has another shape, is
 * hidden (I32). Ids, counts, durations and codes; never digits of codes, names of guests, tokens or bodies.
 */
const allowed = {
  abandoned: word,
  adopted: word,
  attempt: word,
  code: word,
  connection: id,
  error: word,
  failures: word,
  fault: word,
  fsync: word,
  instructionId: id,
  job: id,
  jobId: id,
  keeperAccountId: id,
  kind: word,
  lease: id,
  leases: word,
  mailId: id,
  mails: word,
  part: word,
  problem: word,
  requestId: id,
  route,
  sending: word,
  sent: word,
  sessions: word,
  signal: word,
  step: word,
  synchronousCommit: word,
  tries: word,
  warning: words,
  what: word,
  /** A line of our own code or of a package's. */
  where: words,
  work: id,
} as const satisfies Record<string, RegExp>

export type LogField = keyof typeof allowed
export type LogFields = Partial<Record<LogField, string | number | boolean | null | undefined>>

export interface Log {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  child(fields: LogFields): Log
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

export function createLog(level: LogLevel, to?: { write(line: string): void }): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return strictly(to ? pino(options, to) : pino(options))
}

function strictly(pinoLog: Logger): Log {
  return {
    debug: (fields, message) => pinoLog.debug(onlyAllowed(fields), message),
    info: (fields, message) => pinoLog.info(onlyAllowed(fields), message),
    warn: (fields, message) => pinoLog.warn(onlyAllowed(fields), message),
    error: (fields, message) => pinoLog.error(onlyAllowed(fields), message),
    child: (fields) => strictly(pinoLog.child(onlyAllowed(fields))),
  }
}

const hidden = '[hidden]'

function onlyAllowed(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(name, value)]))
}

function shown(name: string, value: unknown): unknown {
  if (value === undefined) return undefined
  if (!Object.hasOwn(allowed, name)) return hidden
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  return typeof value === 'string' && allowed[name as LogField].test(value) ? value : hidden
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
  const { name, stack, cause } = error as { name?: unknown; stack?: unknown; cause?: unknown }
  // The message may have lines that look like one, so a place in a file is asked for too.
  const frame =
    typeof stack === 'string' ? stack.split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line)) : undefined
  return {
    error: typeof name === 'string' ? name : 'Error',
    code: codeOf(error) ?? codeOf(cause),
    where: frame?.trim(),
  }
}

/** Of a failed query the database's own is in its cause. */
function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}
