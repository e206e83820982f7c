import { existsSync } from 'node:fs'
import { startEmulator } from './emulator'
import { readEnvironment } from './environment'

const options = readEnvironment(process.env)
const restored = options.stateFile !== undefined && existsSync(options.stateFile)
const emulator = await startEmulator(options)

console.log(`Lock Server emulator: ${emulator.url}  (login ${emulator.username} / ${emulator.password})`)
console.log(`Hallway:              ${emulator.hallwayUrl}`)
console.log(`Control plane:        ${emulator.controlUrl}`)
if (options.tls) console.log(`Certificate SHA-256:  ${emulator.certificate().sha256}`)
if (restored) console.log(`State taken up from   ${options.stateFile}`)

// A kill that leaves no time to save loses these seconds at most.
if (options.stateFile !== undefined) setInterval(() => emulator.save(), 2_000).unref()

let ending = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending) return
    ending = true
    emulator.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
