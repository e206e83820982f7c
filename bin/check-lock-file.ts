/** The lock file must name every platform's optional packages, or `npm ci` fails on another machine; and no exact version may float. */
import { readFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
const faults: string[] = []

for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.resolved) faults.push(`${path} names where it was downloaded from`)
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`
    if (!lock.packages[nested] && !lock.packages[`node_modules/${name}`] && /(linux|darwin|win32)/.test(name)) {
      faults.push(`${path} misses its optional package ${name}`)
    }
  }
}
for (const kind of ['dependencies', 'devDependencies']) {
  for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) faults.push(`${name} is not pinned exactly: ${version}`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`${Object.keys(lock.packages).length} packages, ${faults.length} faults`)
process.exit(faults.length > 0 ? 1 : 0)
