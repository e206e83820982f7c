/** `npm run second-factor:reset -- <email>`: prints a code that takes a lost second factor away. Exits 0, or 2 with words. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createHouse, openHouseContext } from '../lib/access/house'
import { createSealer } from '../lib/crypto/sealer'
import { openHome } from '../lib/db/open-home'
import { isStartError } from '../lib/db/start-error'
import { isSettingsError, readSettings } from '../lib/env/settings'
import { isDeskError } from '../lib/errors/desk-error'
import { silentLog } from '../lib/log/log'
import { makeFactorResetCode } from '../lib/staff/make-factor-reset-code'
import { systemClock } from '../lib/time/clock'

function leave(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(2)
}

async function openOrLeave() {
  const dataDir = resolve(process.env.DATA_DIR || './data')
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, 'database')))
    leave(`There is no data of Keydesk in ${dataDir}. Set DATA_DIR or DATABASE_URL as for the server.`)
  try {
    const given = readSettings(process.env)
    const home = await openHome(given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR })
    return { given, home }
  } catch (error) {
    if (isStartError(error) && error.code === 'data-directory-in-use')
      leave(
        `${error.message}\nStop the server, run this again, then start it: the code is good for 30 minutes from now on.`,
      )
    if (isSettingsError(error) || isStartError(error)) leave(error.message)
    throw error
  }
}

const [email] = process.argv.slice(2)
if (email === undefined) leave('Whose? npm run second-factor:reset -- name@hotel.example')

const { given, home } = await openOrLeave()
const house = createHouse({
  home,
  sealer: createSealer(given.SECRETS_KEY),
  clock: systemClock,
  log: silentLog,
  publicUrl: given.PUBLIC_URL,
  headsFile: given.AUDIT_HEADS_FILE,
})
try {
  const ctx = openHouseContext(house, { kind: 'system', part: 'console' })
  const { name, code } = await makeFactorResetCode(ctx, { email })
  process.stdout.write(
    `Code for ${name}: ${code}\n` +
      'They sign in with their password and type it in place of the second step: authenticator app, passkeys and recovery\n' +
      'codes are gone then, and setting up new ones comes first. Good for 30 minutes and ten tries.\n',
  )
} catch (error) {
  if (!isDeskError(error) || error.code !== 'not-found') throw error
  process.stderr.write(`No active account with a second factor has the email ${email}.\n`)
  process.exitCode = 2
} finally {
  house.background.stop()
  await house.background.settled()
  await home.close()
}
