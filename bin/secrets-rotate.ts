/** `npm run secrets:rotate`: seals everything anew with SECRETS_KEY; begun again it goes on. Exits 0 when all of it is, 1 when some is not. */
import { rotateSecrets } from '../lib/secrets/rotate-secrets'
import { systemClock } from '../lib/time/clock'
import { openOrLeave } from './open-or-leave'

const { home, sealer } = await openOrLeave('Stop Keydesk first: embedded data has one holder.')
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
const { resealed, unread, complete } = await rotateSecrets(home.db, sealer, {
  now: systemClock.now(),
  signal: stopping.signal,
})
await home.close()

process.stdout.write(`${resealed} sealed texts carry the new key now.\n`)
for (const [column, count] of Object.entries(unread))
  process.stdout.write(`${column}: ${count} could be opened with neither SECRETS_KEY nor SECRETS_KEY_PREVIOUS.\n`)
if (!complete) process.stdout.write('Stopped before the end: run it again to go on.\n')
const done = complete && Object.keys(unread).length === 0
process.stdout.write(done ? 'SECRETS_KEY_PREVIOUS is no longer needed.\n' : 'Keep SECRETS_KEY_PREVIOUS.\n')
process.exitCode = done ? 0 : 1
