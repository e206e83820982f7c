import { errorFields, type Log, type LogFields } from './log'

/**
 * What packages print by console, Next above all, may carry data: the log says where it was and of what kind the error is,
 * in the words of none (I32). An error with a digest is a page's, and told by `onRequestError`.
 */
export function tellConsole(log: Log, printer: Pick<Console, 'error' | 'warn'> = console): void {
  for (const level of ['error', 'warn'] as const) {
    printer[level] = function print(...said: unknown[]) {
      const error = said.find(isErrorLike)
      if (error && 'digest' in error) return
      log[level](error ? errorFields(error) : placeOf(print), 'a package printed something')
    }
  }
}

const isErrorLike = (said: unknown): said is object => typeof said === 'object' && said !== null && 'stack' in said

/** The line that called it. */
function placeOf(called: (...said: unknown[]) => void): LogFields {
  const place: { stack?: string } = {}
  Error.captureStackTrace(place, called)
  return { where: errorFields(place).where }
}
