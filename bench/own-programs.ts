import { type Program, startProgram } from '../e2e/fixtures/programs'

const started = new Set<Program>()

/** Like `startProgram`; whatever still runs when the figures end, for whatever reason, ends with them. */
export function startOwn(args: string[], env: Record<string, string>): Program {
  const program = startProgram(args, env)
  started.add(program)
  program.child.once('exit', () => started.delete(program))
  return program
}

process.on('exit', () => {
  for (const { child } of started) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
