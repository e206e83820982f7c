/**
 * After `next build`: the server's scripts take less memory. Turbopack writes the same chunk several times under other names,
 * and Node keeps a script with one character beyond Latin-1 at two bytes each (docs/decisions/024-slim-server-scripts.md).
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Script } from 'node:vm'

const root = '.next/server'

/** Names of source maps differ where nothing else does, and no server reads them. */
const withoutMap = (text: string): string => text.replace(/\n\/\/# sourceMappingURL=[^\n]*\s*$/, '\n')

/** In strings, templates, patterns and names the escape means the same; in comments nobody reads it. */
const withoutWide = (text: string): string =>
  text.replace(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const scripts = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js'))
  .map((path) => join(root, path))
  .sort()

const first = new Map<string, string>()
let before = 0
let after = 0
for (const path of scripts) {
  const text = readFileSync(path, 'utf8')
  const slim = withoutWide(withoutMap(text))
  before += bytesInMemory(text)
  const key = `${dirname(path)} ${createHash('sha256').update(slim).digest('base64')}`
  const known = path.includes('/chunks/') ? first.get(key) : undefined
  if (known === undefined) {
    first.set(key, path)
    if (slim !== text) writeChecked(path, text, slim)
    after += bytesInMemory(slim)
  } else {
    writeFileSync(path, `module.exports=require(${JSON.stringify(`./${basename(known)}`)})\n`)
  }
}
console.log(`Server scripts: ${toMiB(before)} MiB in memory if all were loaded, now ${toMiB(after)} MiB.`)

/** A raw template would keep the escape as it is written: no such text is in any script. */
function writeChecked(path: string, before: string, text: string): void {
  // A backslash before such a character would be one before the escape, and mean another thing.
  if (/(^|[^\\])(\\\\)*\\[^\0-\xff]/.test(before)) throw new Error(`${path} has an escaped wide character`)

  if (/String\.raw`[^`]*\\u[0-9a-f]{4}/.test(text)) throw new Error(`${path} has a raw template with wide characters`)
  new Script(`(function(exports,require,module,__filename,__dirname){${text}\n})`, { filename: path })
  writeFileSync(path, text)
}

function bytesInMemory(text: string): number {
  return text.length * (/[^\0-\xff]/.test(text) ? 2 : 1)
}

function toMiB(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
