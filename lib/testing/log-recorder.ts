import type { Log, LogFields } from '../log/log'

export interface LogRecorder {
  log: Log
  lines: { level: string; message: string; fields: LogFields }[]
  messages(): string[]
}

/** A log that keeps what was said for the test to read. */
export function createLogRecorder(): LogRecorder {
  const lines: LogRecorder['lines'] = []
  const at = (bound: LogFields): Log => {
    const say = (level: string) => (fields: LogFields, message: string) =>
      void lines.push({ level, message, fields: { ...bound, ...fields } })
    return {
      debug: say('debug'),
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
      child: (fields) => at({ ...bound, ...fields }),
    }
  }
  return { log: at({}), lines, messages: () => lines.map(({ message }) => message) }
}
