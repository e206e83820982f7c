/** A path that a document names must exist: `lib/…`, `app/…` and so on in backticks. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file))
const faults: string[] = []
let read = 0
for (const file of documents) {
  for (const [, path] of readFileSync(file, 'utf8').matchAll(
    /`((?:app|components|lib|emulator|bin|bench|docs|e2e|messages|public)\/[^`\s]*)`/g,
  )) {
    if (!path || /[<>*…{]/.test(path)) continue
    read++
    if (!existsSync(path.replace(/[:#].*$/, ''))) faults.push(`${file}: ${path} does not exist`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`${documents.length} documents, ${read} paths, ${faults.length} faults`)
process.exit(faults.length > 0 ? 1 : 0)
