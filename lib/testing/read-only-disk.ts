import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

type Calls = Record<string, (...given: unknown[]) => unknown>

const byPath = ['mkdirSync', 'rmdirSync', 'unlinkSync', 'renameSync', 'symlinkSync', 'truncateSync', 'chmodSync']
const byFile = ['writeSync', 'ftruncateSync', 'fchmodSync', 'futimesSync']
const changes = fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_TRUNC

/**
 * From now on the disk refuses whatever this process would change below the directory, in files that are open already too, as
 * a file system does that became read-only; reading goes on. Returns how to mend it.
 */
export function makeReadOnly(directory: string): () => void {
  const isBelow = (path: unknown) => path === directory || String(path).startsWith(`${directory}/`)
  const refused = (call: string) =>
    Object.assign(new Error(`EROFS: read-only file system, ${call}`), { code: 'EROFS', errno: -30 })
  const undo = [
    replace(fs, byPath, (call, real, given) => {
      if (given.some(isBelow)) throw refused(call)
      return real(...given)
    }),
    replace(fs, byFile, (call, real, given) => {
      if (isBelow(fs.readlinkSync(`/proc/self/fd/${given[0]}`))) throw refused(call)
      return real(...given)
    }),
    replace(fs, ['openSync', 'writeFileSync'], (call, real, given) => {
      const flags = call === 'openSync' ? (given[1] ?? 'r') : 'w'
      const isChange = typeof flags === 'number' ? (flags & changes) !== 0 : flags !== 'r'
      if (isChange && isBelow(given[0])) throw refused(call)
      return real(...given)
    }),
    replace(fs.promises, ['rm'], async (call, real, given) => {
      if (isBelow(given[0])) throw refused(call)
      return real(...given)
    }),
  ]
  syncBuiltinESMExports()
  return () => {
    for (const back of undo.splice(0)) back()
    syncBuiltinESMExports()
  }
}

function replace(
  module: object,
  names: string[],
  by: (call: string, real: Calls[string], given: unknown[]) => unknown,
): () => void {
  const calls = module as Calls
  const before = Object.fromEntries(names.map((name) => [name, calls[name]!]))
  for (const name of names) calls[name] = (...given) => by(name, before[name]!, given)
  return () => void Object.assign(calls, before)
}
